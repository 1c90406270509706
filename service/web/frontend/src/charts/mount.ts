// Finds charts on the page, now and after each swap, and draws each once it comes near the view.
import { locale, text } from "../messages.ts";
import type { Spec } from "./spec.ts";

async function start(figure: HTMLElement): Promise<void> {
  const canvas = figure.querySelector<HTMLElement>(".chart-canvas");
  if (!canvas) return;
  try {
    const { draw } = await import("./draw.ts");
    draw(canvas, JSON.parse(figure.dataset.chart ?? "") as Spec, locale);
    offerTable(figure);
  } catch (error) {
    figure.classList.add("failed");
    console.error(text("chart.failed"), error);
  }
}

function offerTable(figure: HTMLElement): void {
  const button = figure.querySelector<HTMLButtonElement>("[data-chart-switch]");
  if (!button) return;
  const name = (): void => {
    button.textContent = text(figure.dataset.view === "table" ? "chart.chart" : "chart.table");
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    figure.dataset.view = figure.dataset.view === "table" ? "chart" : "table";
    name();
  });
  name();
}

const seen = new WeakSet<Element>();
const watch = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    watch.unobserve(entry.target);
    void start(entry.target as HTMLElement);
  }
}, { rootMargin: "400px" });

function find(): void {
  document.querySelectorAll("[data-chart]").forEach((figure) => {
    if (seen.has(figure)) return;
    seen.add(figure);
    watch.observe(figure);
  });
}

export function startCharts(): void {
  find();
  document.addEventListener("htmx:after:swap", find);
}
