// The map itself, loaded only by pages that hold one.
import { createRoot } from "react-dom/client";
import { text } from "../messages.ts";
import { type Chain, loadChain } from "./data.ts";
import { extent, layout, type Room } from "./layout.ts";
import { ChainMap } from "./map.tsx";
import { Saver } from "./saving.ts";

const EDGE = 28; // what the map leaves free around a chain, both sides together
const CONTROLS = 44; // the row of buttons at the top
const HEIGHT = { beside: 544, below: 416, most: 760 }; // the first two as in chain-map.css: a small chain moves nothing on the page
const BESIDE = 320; // the inspector, where it stands beside the map

/** The canvas in the frame: as wide as the page gives, as high as the chain needs, within what a screen shows. */
function canvasOf(frame: HTMLElement, chain: Chain): Room {
  const beside = window.matchMedia("(min-width: 901px)").matches;
  const least = beside ? HEIGHT.beside : HEIGHT.below;
  const width = Math.max(200, frame.clientWidth - (beside ? BESIDE : 0) - EDGE);
  const most = Math.min(HEIGHT.most, Math.max(least, window.innerHeight * 0.85)) - EDGE - CONTROLS;
  const taken = extent(layout(chain, true, { width, height: most }).values());
  const size = Math.min(1, width / taken.width);
  const height = Math.min(most, Math.max(least - EDGE - CONTROLS, taken.height * size));
  frame.style.setProperty("--chain-height", `${Math.round(height + EDGE + CONTROLS)}px`);
  return { width, height };
}

export async function draw(frame: HTMLElement): Promise<void> {
  const { source = "", save, personUrl } = frame.dataset;
  const chain = await loadChain(source);
  if (!chain.people.length) {
    frame.replaceChildren(Object.assign(document.createElement("p"), { className: "muted chain-wait", textContent: text("map.empty") }));
    return;
  }
  const saver = save && chain.editable !== false ? new Saver(save, chain.version) : null;
  const room = canvasOf(frame, chain);
  const root = createRoot(frame);
  const show = (shown: Chain): void => root.render(<ChainMap chain={shown} saver={saver} personUrl={personUrl ?? null} room={room} />);
  show(chain);
  // Somebody changed a person in the inspector: the same map, with what it says now.
  document.addEventListener("chain-changed", () => void loadChain(source).then(show, (error: unknown) => console.error(error)));
}
