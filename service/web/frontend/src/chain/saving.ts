// Moved positions go to the server a moment after the last move, and at once when the page is left.
import { text } from "../messages.ts";
import { csrfToken } from "../requests.ts";
import { toast } from "../toasts.ts";
import type { Key, Position } from "./data.ts";

const PAUSE = 600;

export class Saver {
  readonly #address: string;
  #version: number | undefined;
  #pending = new Map<string, { id: Key } & Position>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(address: string, version: number | undefined) {
    this.#address = address;
    this.#version = version;
    addEventListener("pagehide", () => this.flush());
  }

  moved(id: Key, { x, y }: Position): void {
    this.#pending.set(String(id), { id, x: Math.round(x), y: Math.round(y) });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), PAUSE);
  }

  /** One request at a time, so that each carries the version that the one before it was answered with. */
  flush(): void {
    clearTimeout(this.#timer);
    if (!this.#pending.size) return;
    const positions = [...this.#pending.values()];
    this.#pending.clear();
    this.#sending = this.#sending.then(() => this.#send(positions));
  }

  async #send(positions: ({ id: Key } & Position)[]): Promise<void> {
    try {
      const response = await fetch(this.#address, {
        method: "POST",
        keepalive: true,
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
        body: JSON.stringify({ version: this.#version, positions }),
      });
      if (!response.ok) throw new Error(String(response.status));
      const answer = response.status === 204 ? {} : ((await response.json()) as { version?: number });
      this.#version = answer.version ?? this.#version;
    } catch {
      toast(text("map.save_failed"), "danger");
    }
  }
}
