// The map itself, loaded only by pages that hold one.
import { createRoot } from "react-dom/client";
import { text } from "../messages.ts";
import { loadChain } from "./data.ts";
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
  createRoot(frame).render(<ChainMap chain={chain} saver={saver} personUrl={personUrl ?? null} />);
}
