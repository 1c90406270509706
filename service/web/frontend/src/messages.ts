/** Texts in the reader's language, handed over by the page (service/web/frontend_messages.py). */
const source = document.getElementById("messages")?.textContent;
const texts: Record<string, string> = source ? (JSON.parse(source) as Record<string, string>) : {};

/** The text for `key` with its `{name}` places filled in; an unknown key shows itself, so that it is noticed. */
export function text(key: string, fill: Record<string, string> = {}): string {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => fill[name] ?? whole);
}

export const locale = document.documentElement.lang || "en";
