// The lines of the map as SVG paths. Shapes are circles of radius RADIUS for this purpose; text stands below them.
import type { Position } from "./data.ts";
import { NODE } from "./layout.ts";

export const RADIUS = 28;
/** The middle of a person's shape, seen from the corner of the node. */
export const CENTRE = { x: NODE.width / 2, y: RADIUS + 4 };

export interface Curve {
  path: string;
  arrow: string;
}

const round = (value: number): string => String(Math.round(value * 10) / 10);
const at = (x: number, y: number): string => `${round(x)} ${round(y)}`;

/** The way from a report up to the manager in right angles: along a common rail below the manager, into the side of lower rows. */
export function orthogonal(manager: Position, report: Position, lowest = manager.y + NODE.height): string {
  const from = { x: manager.x + CENTRE.x, y: manager.y + NODE.height - 8 };
  const to = { x: report.x + CENTRE.x, y: report.y + 2 };
  if (to.y < from.y + 8) {
    const rail = Math.min(manager.y, report.y) - 12;
    return `M${at(manager.x + CENTRE.x, manager.y + 2)}V${round(rail)}H${round(to.x)}V${round(to.y)}`;
  }
  const rail = Math.max(from.y + 20, lowest + 4);
  if (to.y - rail < NODE.height * 0.8) return `M${at(from.x, from.y)}V${round(Math.min(rail, to.y - 8))}H${round(to.x)}V${round(to.y)}`;
  const side = report.x - 10;
  return `M${at(from.x, from.y)}V${round(rail)}H${round(side)}V${round(report.y + CENTRE.y)}H${round(to.x - RADIUS - 2)}`;
}

/** From who influences to who listens, bent to one side so that a pair of opposite ties stays two lines; the arrow is its own path. */
export function influence(source: Position, target: Position, width: number): Curve {
  const a = { x: source.x + CENTRE.x, y: source.y + CENTRE.y };
  const b = { x: target.x + CENTRE.x, y: target.y + CENTRE.y };
  const distance = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const bend = Math.min(60, distance * 0.18);
  const control = { x: (a.x + b.x) / 2 - ((b.y - a.y) / distance) * bend, y: (a.y + b.y) / 2 + ((b.x - a.x) / distance) * bend };
  const start = towards(a, control, RADIUS + 3);
  const head = 7 + width;
  const tip = towards(b, control, RADIUS + 3);
  const end = towards(b, control, RADIUS + 3 + head * 0.8);
  const angle = Math.atan2(tip.y - control.y, tip.x - control.x);
  const wing = (turn: number): Position => ({ x: tip.x - head * Math.cos(angle + turn), y: tip.y - head * Math.sin(angle + turn) });
  const [left, right] = [wing(0.45), wing(-0.45)];
  return {
    path: `M${at(start.x, start.y)}Q${at(control.x, control.y)} ${at(end.x, end.y)}`,
    arrow: `M${at(tip.x, tip.y)}L${at(left.x, left.y)}L${at(right.x, right.y)}Z`,
  };
}

export function straight(source: Position, target: Position): string {
  const [a, b] = ends(source, target);
  return `M${at(a.x, a.y)}L${at(b.x, b.y)}`;
}

/** A straight line with three teeth in its middle. */
export function zigzag(source: Position, target: Position): string {
  const [a, b] = ends(source, target);
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const along = { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
  const teeth = [-18, -12, 0, 12, 18].map((step, index) => {
    const height = [0, 8, -8, 8, 0][index] ?? 0;
    const middle = { x: (a.x + b.x) / 2 + along.x * step, y: (a.y + b.y) / 2 + along.y * step };
    return `L${at(middle.x - along.y * height, middle.y + along.x * height)}`;
  });
  return `M${at(a.x, a.y)}${teeth.join("")}L${at(b.x, b.y)}`;
}

function ends(source: Position, target: Position): [Position, Position] {
  const a = { x: source.x + CENTRE.x, y: source.y + CENTRE.y };
  const b = { x: target.x + CENTRE.x, y: target.y + CENTRE.y };
  return [towards(a, b, RADIUS + 3), towards(b, a, RADIUS + 3)];
}

function towards(from: Position, to: Position, distance: number): Position {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) / length) * distance, y: from.y + ((to.y - from.y) / length) * distance };
}
