// Forms: files dropped or chosen show their names, filters apply when changed, an error summary takes the focus.
import { locale, text } from "./messages.ts";

function size(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const format = { style: "unit", unit: units[step] ?? "byte", unitDisplay: "short", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale, format).format(bytes / 1000 ** step);
}

function showChosen(input: HTMLInputElement): void {
  const box = input.closest(".upload");
  const name = box?.querySelector(".upload-name");
  if (!box || !name) return;
  const most = Number(box.getAttribute("data-most") ?? Infinity);
  const files = [...(input.files ?? [])];
  const tooLarge = files.some((file) => file.size > most);
  input.setCustomValidity(tooLarge ? text("upload.too_large", { size: size(most) }) : "");
  if (tooLarge) input.reportValidity();
  name.textContent = files.map((file) => text("upload.chosen", { name: file.name, size: size(file.size) })).join("; ");
}

function startUploads(): void {
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.type === "file") showChosen(event.target);
  });
  for (const kind of ["dragover", "dragleave", "drop"] as const) {
    document.addEventListener(kind, (event) => {
      const box = (event.target as Element | null)?.closest?.(".upload");
      box?.classList.toggle("over", kind === "dragover");
    });
  }
}

export function startForms(): void {
  startUploads();
  document.addEventListener("change", (event) => {
    const control = event.target as HTMLElement;
    const form = control.closest<HTMLFormElement>("form[data-apply-on-change]");
    if (form && control instanceof HTMLSelectElement) form.requestSubmit();
  });
  // A choice that changes which fields follow is sent at once, with all that was entered.
  document.addEventListener("change", (event) => {
    const control = event.target as HTMLElement;
    if (!(control instanceof HTMLSelectElement) || !control.dataset.sends || !control.form) return;
    const sender = document.createElement("button");
    sender.name = "action";
    sender.value = control.dataset.sends;
    sender.hidden = true;
    control.form.append(sender);
    control.form.requestSubmit(sender);
  });
  const summary = document.querySelector<HTMLElement>(".error-summary");
  summary?.focus();
  document.addEventListener("htmx:after:swap", () => {
    const fresh = document.querySelector<HTMLElement>(".error-summary:not([data-seen])");
    if (fresh) {
      fresh.dataset.seen = "";
      fresh.focus();
    }
  });
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>(".error-summary a[href^='#']");
    const control = link && document.getElementById(link.hash.slice(1));
    if (control) {
      event.preventDefault();
      control.focus();
      control.scrollIntoView({ block: "center" });
    }
  });
}
