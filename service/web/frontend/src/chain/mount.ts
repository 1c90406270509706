// Finds maps on the page, now and after each swap; a map that fails says so and offers another try.
import { text } from "../messages.ts";

const seen = new WeakSet<Element>();

async function start(frame: HTMLElement): Promise<void> {
  try {
    const { draw } = await import("./draw.tsx");
    await draw(frame);
  } catch (error) {
    console.error(error);
    offerRetry(frame);
  }
}

function offerRetry(frame: HTMLElement): void {
  const message = document.createElement("p");
  message.textContent = text("map.failed");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = text("map.retry");
  button.addEventListener("click", () => {
    frame.replaceChildren();
    void start(frame);
  });
  const box = document.createElement("div");
  box.className = "chain-wait";
  box.setAttribute("role", "alert");
  box.append(message, button);
  frame.replaceChildren(box);
}

function find(): void {
  document.querySelectorAll<HTMLElement>("[data-chain-map]").forEach((frame) => {
    if (seen.has(frame)) return;
    seen.add(frame);
    void start(frame);
  });
}

export function startChainMaps(): void {
  find();
  document.addEventListener("htmx:after:swap", find);
}
