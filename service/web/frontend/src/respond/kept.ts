// Unfinished anonymous answers stay in this browser: on the server they would lead back to the person.
const PREFIX = "survey:";

type Entries = [string, string][];

export function keepHere(form: HTMLFormElement, name: string): void {
  const entries: Entries = [...new FormData(form)].map(([key, value]) => [key, String(value)]);
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(entries));
  } catch {
    // No room, or not allowed: then nothing is kept.
  }
}

export function restoreFromHere(form: HTMLFormElement, name: string): void {
  let entries: Entries = [];
  try {
    entries = JSON.parse(localStorage.getItem(PREFIX + name) ?? "[]") as Entries;
  } catch {
    return;
  }
  for (const [key, value] of entries) {
    for (const control of form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(`[name="${CSS.escape(key)}"]`)) {
      if (control instanceof HTMLTextAreaElement) control.value = control.value || value;
      else if (control.type === "radio" || control.type === "checkbox") {
        const chosen = control.type === "radio" && form.querySelector(`[name="${CSS.escape(key)}"]:checked`);
        if (control.value === value && !chosen) control.checked = true;
      }
    }
  }
}

export function forgetHere(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // Nothing can have been kept then.
  }
}
