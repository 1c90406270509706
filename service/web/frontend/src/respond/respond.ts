// The respondent's page: questions come and go with the answers before them, and what is entered is kept as it is written.
// All of it works without this script too: the server then asks what was not asked yet.
import { startBranching } from "./branching.ts";
import { keepHere, restoreFromHere, forgetHere } from "./kept.ts";

const form = document.querySelector<HTMLFormElement>(".survey-form");

/** Sends what is entered so far, a moment after the last change and when the page is left. */
function saveDrafts(form: HTMLFormElement, address: string): void {
  const state = form.querySelector<HTMLElement>(".survey-state");
  let waiting = 0;
  let sent = false;
  const save = async (): Promise<void> => {
    window.clearTimeout(waiting);
    waiting = 0;
    const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    try {
      const answer = await fetch(address, { method: "POST", body, keepalive: true });
      if (answer.ok && state) state.textContent = form.dataset.saved ?? "";
    } catch {
      // Out of reach: the entries are still on the page, and the next change tries again.
    }
  };
  const soon = (): void => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => void save(), 800);
  };
  form.addEventListener("input", soon);
  form.addEventListener("submit", () => {
    window.clearTimeout(waiting);
    sent = true;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && waiting && !sent) void save();
  });
}

/** One press sends once. */
function sendOnce(form: HTMLFormElement): void {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sending) event.preventDefault();
    form.dataset.sending = "yes";
  });
  // A page that comes back from the browser's memory can be sent again.
  window.addEventListener("pageshow", () => delete form.dataset.sending);
}

if (form) {
  const keptAs = form.dataset.keep;
  if (keptAs) restoreFromHere(form, keptAs);
  startBranching(form);
  const shown = form.elements.namedItem("shown");
  // Every question that can come up is on this page and shown in time, so none is left for a second page.
  if (shown instanceof HTMLInputElement) {
    shown.value = [...form.querySelectorAll<HTMLElement>(".question")].map((each) => each.id.replace("question-", "")).join(" ");
  }
  form.addEventListener("change", (event) => {
    // Its place stays: a button that moves while it is pressed is missed.
    const marked = form.querySelector<HTMLElement>("[data-preselected]");
    if (marked && (event.target as HTMLInputElement).type === "radio") marked.classList.add("gone");
  });
  if (form.dataset.draft) saveDrafts(form, form.dataset.draft);
  else if (keptAs) form.addEventListener("input", () => keepHere(form, keptAs));
  sendOnce(form);
}
if (document.querySelector("[data-answered]")) forgetHere();
document.querySelector<HTMLElement>(".error-summary")?.focus();
