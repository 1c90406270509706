// Where people stand when nobody has placed them: managers above, those who influence them near them, leaves in grids
// whose width is chosen so that the whole chain is as large as its canvas allows.
import { Graph, layout as dagre } from "@dagrejs/dagre";
import { type Chain, drawableTies, mainRole, type Person, type Position, type Role } from "./data.ts";

export const NODE = { width: 124, height: 120 };
const GAP = { x: 12, y: 38 };
const WIDEST = 24; // columns of a grid of leaves that are tried at most
const FINE = 60; // up to so many people each grid gets its own number of columns

/** What a chain may take up, in pixels; beyond it the chain is shown smaller. */
export interface Room {
  width: number;
  height: number;
}

/** The canvas of a page on a common screen. */
export const ROOM: Room = { width: 820, height: 720 };

type Parents = Map<string, string>;

/** A position for every person without one; given positions stay, and the others are laid out beside them. */
export function layout(chain: Chain, keep = true, room: Room = ROOM): Map<string, Position> {
  const placed = new Map<string, Position>();
  if (keep) for (const person of chain.people) if (person.position) placed.set(String(person.id), person.position);
  if (placed.size === chain.people.length) return placed;
  const computed = arrange(chain.people, parents(chain), room);
  const shift = placed.size ? beside(placed, computed) : { x: 0, y: 0 };
  for (const [id, { x, y }] of computed) if (!placed.has(id)) placed.set(id, { x: x + shift.x, y: y + shift.y });
  return placed;
}

/** Newcomers stand to the right of what has been placed by hand, so that they cover nobody. */
function beside(placed: Map<string, Position>, computed: Map<string, Position>): Position {
  const right = Math.max(...[...placed.values()].map(({ x }) => x)) + NODE.width + 2 * GAP.x;
  const fresh = [...computed].filter(([id]) => !placed.has(id)).map(([, at]) => at);
  return { x: right - Math.min(...fresh.map(({ x }) => x)), y: Math.min(...[...placed.values()].map(({ y }) => y)) - Math.min(...fresh.map(({ y }) => y)) };
}

/** Whom each person hangs under: the manager, else the strongest one they influence, else somebody of the role above. */
export function parents(chain: Chain): Parents {
  const ties = drawableTies(chain);
  const result: Parents = new Map();
  const hang = (child: string, parent: string): void => {
    if (!result.has(child) && !above(result, parent).has(child)) result.set(child, parent);
  };
  for (const tie of ties) if (tie.kind === "reports_to") hang(String(tie.source), String(tie.target));
  const managers = new Set(result.values());
  const pull = ties.filter(({ kind }) => kind === "influences").sort((a, b) => (b.strength ?? 0) - (a.strength ?? 0));
  for (const tie of pull) if (!managers.has(String(tie.source))) hang(String(tie.source), String(tie.target));
  const anchors = new Map<Role, string>();
  for (const person of chain.people) {
    const role = mainRole(person);
    if (role && !anchors.has(role)) anchors.set(role, String(person.id));
  }
  for (const person of chain.people) {
    const id = String(person.id);
    const role = mainRole(person) ?? "end_user";
    const anchor = role === "end_user" ? (anchors.get("influencer") ?? anchors.get("decision_maker")) : anchors.get("decision_maker");
    if (role !== "decision_maker" && anchor && anchor !== id && !managers.has(id)) hang(id, anchor);
  }
  return result;
}

/** A person and all above; a hierarchy that bites its own tail ends where it would begin again. */
function above(result: Parents, id: string): Set<string> {
  const seen = new Set<string>();
  for (let at: string | undefined = id; at !== undefined && !seen.has(at); at = result.get(at)) seen.add(at);
  return seen;
}

/** The space that people at these places take up, in pixels at full size. */
export function extent(places: Iterable<Position>): Room {
  const all = [...places];
  const reach = (values: number[], size: number): number => (values.length ? Math.max(...values) - Math.min(...values) + size : 0);
  return { width: reach(all.map(({ x }) => x), NODE.width), height: reach(all.map(({ y }) => y), NODE.height) };
}

interface Block {
  members: string[];
  columns: number;
  width: number;
  height: number;
}

function block(members: string[], most: number): Block {
  const columns = Math.min(members.length, most);
  const rows = Math.ceil(members.length / columns);
  return { members, columns, width: columns * (NODE.width + GAP.x) - GAP.x, height: rows * (NODE.height + GAP.x) - GAP.x };
}

/** The arrangement that can be shown largest; of two alike the wider, which keeps people of one rank in one row. */
function arrange(people: Person[], under: Parents, room: Room): Map<string, Position> {
  const leaves = leavesUnder(people, under);
  const groups = [...leaves].filter(([, { length }]) => length > 1);
  let best: Try = { columns: new Map(), places: new Map(), size: 0 };
  const consider = (columns: Map<string, number>): void => {
    if (best.size === 1) return;
    const places = draw(under, leaves, columns);
    const taken = extent(places.values());
    const size = Math.min(1, room.width / taken.width, room.height / taken.height);
    if (size > best.size + 0.01) best = { columns, places, size };
  };
  for (const columns of widths(Math.max(1, ...groups.map(([, { length }]) => length)))) {
    consider(new Map(groups.map(([parent, { length }]) => [parent, Math.min(length, columns)])));
  }
  if (people.length > FINE) return best.places;
  for (const [parent, { length }] of groups) {
    for (const columns of widths(length)) consider(new Map(best.columns).set(parent, columns));
  }
  return best.places;
}

interface Try {
  columns: Map<string, number>;
  places: Map<string, Position>;
  size: number;
}

/** The numbers of columns worth trying, from the widest grid of leaves down to one column. */
function widths(most: number): number[] {
  const few = Array.from({ length: Math.min(most, 6) }, (_, at) => at + 1);
  const square = Math.ceil(Math.sqrt(most * 1.6));
  return [...new Set([Math.min(most, WIDEST), square, ...few])].sort((a, b) => b - a);
}

function leavesUnder(people: Person[], under: Parents): Map<string, string[]> {
  const inner = new Set(under.values());
  const leaves = new Map<string, string[]>();
  for (const { id } of people) {
    const key = String(id);
    if (inner.has(key)) continue;
    const parent = under.get(key) ?? "";
    leaves.set(parent, [...(leaves.get(parent) ?? []), key]);
  }
  return leaves;
}

function draw(under: Parents, leaves: Map<string, string[]>, columns: Map<string, number>): Map<string, Position> {
  const inner = new Set(under.values());
  const graph = new Graph({ multigraph: false });
  graph.setGraph({ rankdir: "TB", nodesep: GAP.x, ranksep: GAP.y, rankalign: "top" });
  graph.setDefaultEdgeLabel(() => ({}));
  const blocks = new Map<string, Block>();
  for (const id of inner) graph.setNode(id, { ...NODE });
  for (const [parent, members] of leaves) {
    const key = `block ${members[0]}`;
    const grid = block(members, columns.get(parent) ?? 1);
    blocks.set(key, grid);
    graph.setNode(key, { width: grid.width, height: grid.height });
    if (parent) graph.setEdge(parent, key);
  }
  for (const [child, parent] of under) if (inner.has(child)) graph.setEdge(parent, child);
  dagre(graph);
  return positions(graph, blocks);
}

function positions(graph: Graph, blocks: Map<string, Block>): Map<string, Position> {
  const result = new Map<string, Position>();
  for (const id of graph.nodes()) {
    const { x = 0, y = 0 } = graph.node(id) as Partial<Position>;
    const group = blocks.get(id);
    if (!group) {
      result.set(id, { x: Math.round(x - NODE.width / 2), y: Math.round(y - NODE.height / 2) });
      continue;
    }
    group.members.forEach((member, at) => {
      result.set(member, {
        x: Math.round(x - group.width / 2 + (at % group.columns) * (NODE.width + GAP.x)),
        y: Math.round(y - group.height / 2 + Math.floor(at / group.columns) * (NODE.height + GAP.x)),
      });
    });
  }
  return result;
}
