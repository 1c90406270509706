// htmx: what every request carries, and what a reader sees when one fails.
import htmx from "htmx.org";
import { text } from "./messages.ts";
import { toast } from "./toasts.ts";

interface RequestContext {
  request: { method: string; headers: Record<string, string> };
  response?: { status: number; headers: Headers };
  sourceElement?: Element;
}

export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** Attributes must not become programs: whatever would compile one throws instead (the page's policy forbids it too). */
function refuseToCompile(): never {
  throw new Error("Attributes are not evaluated on these pages.");
}

interface Internals {
  initSecurity(policy: null, sync: unknown, async: unknown): void;
}

export function startRequests(): void {
  htmx.registerExtension("no-eval", {
    init: (internals: unknown) => (internals as Internals).initSecurity(null, refuseToCompile, refuseToCompile),
  });
  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = (event as CustomEvent<{ ctx: RequestContext }>).detail;
    if (!/^(GET|HEAD|QUERY)$/i.test(ctx.request.method)) ctx.request.headers["X-CSRFToken"] = csrfToken();
  });
  // A refused form (422) is swapped in with its errors; other failures keep the page as it was and say so.
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = (event as CustomEvent<{ ctx: RequestContext }>).detail;
    const status = ctx.response?.status ?? 200;
    const page = ctx.response?.headers.get("Content-Type")?.startsWith("text/html") ?? false;
    if (status >= 400 && !(status === 422 && page)) {
      event.preventDefault();
      toast(text("request.failed"), "danger");
    }
  });
  document.addEventListener("htmx:error", () => toast(text("request.offline"), "danger"));
}
