// The lines of the map as SVG paths. Shapes are circles of radius RADIUS for this purpose; words stand below them.
import type { Position, Tie } from "./data.ts";
import { NODE } from "./layout.ts";

export const RADIUS = 28;
/** The middle of a person's shape, seen from the corner of the node. */
export const CENTRE = { x: NODE.width / 2, y: RADIUS + 4 };

/** How far the words and the bar reach from the middle of the shape. */
const WORDS = { half: 50, below: 86 };

export interface Curve {
  path: string;
  arrow: string;
}

const round = (value: number): string => String(Math.round(value * 10) / 10);
const at = (x: number, y: number): string => `${round(x)} ${round(y)}`;

/**
 * The way from a report up to the manager in right angles, along a rail that all reports of a manager share. A folded
 * report stands below another one of the same manager: its line passes beside that one and enters from the left.
 */
export function orthogonal(manager: Position, report: Position, folded = false): string {
  const from = { x: manager.x + CENTRE.x, y: manager.y + CENTRE.y + WORDS.below };
  const to = { x: report.x + CENTRE.x, y: report.y + 2 };
  if (to.y < from.y + 8) {
    const rail = Math.min(manager.y, report.y) - 12;
    return `M${at(manager.x + CENTRE.x, manager.y + 2)}V${round(rail)}H${round(to.x)}V${round(to.y)}`;
  }
  const rail = Math.min(from.y + 24, to.y - 8);
  if (!folded) return `M${at(from.x, from.y)}V${round(rail)}H${round(to.x)}V${round(to.y)}`;
  return `M${at(from.x, from.y)}V${round(rail)}H${round(report.x - 8)}V${round(report.y + CENTRE.y)}H${round(to.x - RADIUS - 2)}`;
}

/** The reports that stand below another report of the same manager, by tie. */
export function foldedReports(ties: Tie[], places: Map<string, Position>): Set<Tie> {
  const byManager = new Map<string, Tie[]>();
  for (const tie of ties) {
    if (tie.kind !== "reports_to") continue;
    const manager = String(tie.target);
    byManager.set(manager, [...(byManager.get(manager) ?? []), tie]);
  }
  const below = (one: Tie, other: Tie): boolean => {
    const [a, b] = [places.get(String(one.source)), places.get(String(other.source))];
    return a !== undefined && b !== undefined && Math.abs(a.x - b.x) < NODE.width / 2 && a.y > b.y + NODE.height / 2;
  };
  return new Set([...byManager.values()].flatMap((group) => group.filter((tie) => group.some((other) => below(tie, other)))));
}

/** From who influences to who listens, bent to one side so that a pair of opposite ties stays two lines; the arrow is its own path. */
export function influence(source: Position, target: Position, width: number): Curve {
  const [a, b] = [middle(source), middle(target)];
  const distance = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const bend = Math.min(60, distance * 0.18);
  const control = { x: (a.x + b.x) / 2 - ((b.y - a.y) / distance) * bend, y: (a.y + b.y) / 2 + ((b.x - a.x) / distance) * bend };
  const curve = (t: number): Position => ({
    x: (1 - t) ** 2 * a.x + 2 * t * (1 - t) * control.x + t ** 2 * b.x,
    y: (1 - t) ** 2 * a.y + 2 * t * (1 - t) * control.y + t ** 2 * b.y,
  });
  const [from, to] = clear(curve, a, b);
  const tip = curve(to);
  const head = 7 + width;
  const back = curve(Math.max(from, to - head / distance));
  const angle = Math.atan2(tip.y - back.y, tip.x - back.x);
  const wing = (turn: number): Position => ({ x: tip.x - head * Math.cos(angle + turn), y: tip.y - head * Math.sin(angle + turn) });
  const [left, right] = [wing(0.45), wing(-0.45)];
  const steps = Array.from({ length: 17 }, (_, step) => curve(from + ((Math.max(from, to - (head * 0.7) / distance) - from) * step) / 16));
  return {
    path: `M${steps.map(({ x, y }) => at(x, y)).join("L")}`,
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
    const centre = { x: (a.x + b.x) / 2 + along.x * step, y: (a.y + b.y) / 2 + along.y * step };
    return `L${at(centre.x - along.y * height, centre.y + along.x * height)}`;
  });
  return `M${at(a.x, a.y)}${teeth.join("")}L${at(b.x, b.y)}`;
}

function middle(corner: Position): Position {
  return { x: corner.x + CENTRE.x, y: corner.y + CENTRE.y };
}

function ends(source: Position, target: Position): [Position, Position] {
  const [a, b] = [middle(source), middle(target)];
  const line = (t: number): Position => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t });
  const [from, to] = clear(line, a, b);
  return [line(from), line(to)];
}

/** Whether a point lies on a person: on the shape, or on the words and the bar below it. */
export function covers(centre: Position, { x, y }: Position): boolean {
  const [dx, dy] = [x - centre.x, y - centre.y];
  return Math.hypot(dx, dy) < RADIUS + 3 || (Math.abs(dx) < WORDS.half && dy > 0 && dy < WORDS.below);
}

/** The part of a line, as two places in [0, 1], that lies on neither of the two people at its ends. */
function clear(line: (t: number) => Position, a: Position, b: Position): [number, number] {
  const steps = 64;
  let from = 0;
  let to = steps;
  while (from < steps && covers(a, line(from / steps))) from += 1;
  while (to > 0 && covers(b, line(to / steps))) to -= 1;
  return from < to ? [from / steps, to / steps] : [0.5, 0.5];
}
