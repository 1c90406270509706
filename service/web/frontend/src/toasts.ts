// Short notices at the corner; those that the server sent are already on the page.
import { icon } from "./icons.ts";
import { text } from "./messages.ts";

export type Tone = "info" | "success" | "warning" | "danger";

export function toast(message: string, tone: Tone = "info"): void {
  const list = document.getElementById("toasts");
  if (!list) return;
  const item = document.createElement("div");
  item.className = `toast ${tone}`;
  const words = document.createElement("div");
  words.textContent = message;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button-quiet button-icon button-small";
  close.dataset.dismiss = "";
  close.setAttribute("aria-label", text("toast.dismiss"));
  close.append(icon("close"));
  item.append(icon(tone), words, close);
  list.append(item);
  if (tone === "success" || tone === "info") fadeOut(item);
}

/** A notice of success leaves by itself after eight seconds, unless the pointer or the focus rests on it. */
function fadeOut(item: Element): void {
  setTimeout(() => (item.matches(":hover, :focus-within") ? fadeOut(item) : item.remove()), 8000);
}

export function startToasts(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest("[data-dismiss]");
    button?.closest(".toast, .notice")?.remove();
  });
  document.querySelectorAll("#toasts .toast.success, #toasts .toast.info").forEach(fadeOut);
}
