// The map itself, loaded only by pages that hold one.
import { createRoot } from "react-dom/client";
import { text } from "../messages.ts";
import { type Chain, loadChain } from "./data.ts";
import { ChainMap } from "./map.tsx";
import { Saver } from "./saving.ts";

export async function draw(frame: HTMLElement): Promise<void> {
  const { source = "", save, personUrl } = frame.dataset;
  const chain = await loadChain(source);
  if (!chain.people.length) {
    frame.replaceChildren(Object.assign(document.createElement("p"), { className: "muted chain-wait", textContent: text("map.empty") }));
    return;
  }
  const saver = save && chain.editable !== false ? new Saver(save, chain.version) : null;
  const root = createRoot(frame);
  const show = (shown: Chain): void => root.render(<ChainMap chain={shown} saver={saver} personUrl={personUrl ?? null} />);
  show(chain);
  // Somebody changed a person in the inspector: the same map, with what it says now.
  document.addEventListener("chain-changed", () => void loadChain(source).then(show, (error: unknown) => console.error(error)));
}
