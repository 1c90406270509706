// The editor of surveys: the respondent's page beside it follows what is written, before anything is saved.
import { startBranching } from "./respond/branching.ts";

const PAUSE_MS = 500;

/** Draws the previews anew a moment after the last change; whatever comes too late is left out. */
export function startSurveyPreview(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-preview]");
  const address = form?.dataset.preview;
  if (!form || !address) return;
  let waiting = 0;
  let latest = 0;
  const draw = async (): Promise<void> => {
    const mine = ++latest;
    try {
      const answer = await fetch(address, { method: "POST", body: new FormData(form) });
      const page = answer.ok ? await answer.text() : "";
      if (page && mine === latest) document.querySelectorAll<HTMLIFrameElement>(".previews iframe").forEach((frame) => write(frame, page));
    } catch {
      // Out of reach: the previews stay as they are, and the next change tries again.
    }
  };
  form.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => void draw(), PAUSE_MS);
  });
}

/** Another page in the same frame, at the same place, without a step in the history of the tab. */
function write(frame: HTMLIFrameElement, page: string): void {
  const inside = frame.contentDocument;
  if (!inside) return;
  const top = inside.scrollingElement?.scrollTop ?? 0;
  inside.open();
  inside.write(page);
  inside.close();
  // A module runs once in a frame, however often its page is written: what it did for the first page is done here.
  const form = inside.querySelector<HTMLFormElement>(".survey-form");
  if (form) startBranching(form);
  frame.contentWindow?.scrollTo(0, top);
}
