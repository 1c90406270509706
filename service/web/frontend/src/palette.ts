// Search over accounts and people: Ctrl-K or / opens it, arrows choose, Enter goes.
// The server answers GET /search?q= with a list of <a class="palette-option">; htmx puts it into the results.
import { text } from "./messages.ts";

function palette(): HTMLDialogElement | null {
  return document.querySelector<HTMLDialogElement>("dialog.palette");
}

function options(): HTMLAnchorElement[] {
  return [...(palette()?.querySelectorAll<HTMLAnchorElement>(".palette-option") ?? [])];
}

function choose(index: number): void {
  const all = options();
  const input = palette()?.querySelector("input");
  all.forEach((option, at) => {
    option.setAttribute("role", "option");
    option.tabIndex = -1;
    option.id ||= `palette-option-${at}`;
    option.setAttribute("aria-selected", String(at === index));
    if (at === index) {
      option.scrollIntoView({ block: "nearest" });
      input?.setAttribute("aria-activedescendant", option.id);
    }
  });
  if (!all.length) input?.removeAttribute("aria-activedescendant");
  input?.setAttribute("aria-expanded", String(all.length > 0));
}

function chosen(): number {
  return options().findIndex((option) => option.getAttribute("aria-selected") === "true");
}

function open(): void {
  const dialog = palette();
  if (!dialog || dialog.open) return;
  dialog.showModal();
  dialog.querySelector("input")?.select();
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function moveOrGo(event: KeyboardEvent): void {
  const all = options();
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    if (all.length) choose((chosen() + step + all.length) % all.length);
  } else if (event.key === "Enter") {
    event.preventDefault();
    all[Math.max(chosen(), 0)]?.click();
  } else if (event.key === "Escape") {
    // A search field would use the first Escape to empty itself.
    event.preventDefault();
    palette()?.close();
  }
}

function announce(results: HTMLElement): void {
  const query = palette()?.querySelector("input")?.value.trim() ?? "";
  if (!options().length && query && !results.textContent?.trim()) {
    const line = document.createElement("p");
    line.className = "palette-group";
    line.textContent = text("search.none", { query });
    results.replaceChildren(line);
  }
  choose(options().length ? 0 : -1);
}

export function startPalette(): void {
  document.addEventListener("keydown", (event) => {
    const command = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    if (command || (event.key === "/" && !typing(event.target) && !document.querySelector("dialog[open]"))) {
      event.preventDefault();
      open();
    } else if (palette()?.open) moveOrGo(event);
  });
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-search]")) open();
  });
  document.addEventListener("htmx:after:swap", () => {
    const results = palette()?.querySelector<HTMLElement>(".palette-results");
    if (palette()?.open && results) announce(results);
  });
}
