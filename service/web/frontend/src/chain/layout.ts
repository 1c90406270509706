// Where people stand when nobody has placed them: managers above, those who influence them near them, wide rows folded.
import { Graph, layout as dagre } from "@dagrejs/dagre";
import { type Chain, drawableTies, mainRole, type Person, type Position, type Role } from "./data.ts";

export const NODE = { width: 148, height: 128 };
const GAP = { x: 28, y: 56 };
const FOLD = 5; // more leaves than this under one manager are set in rows

type Parents = Map<string, string>;

/** A position for every person without one; given positions stay, and the others are laid out beside them. */
export function layout(chain: Chain, keep = true): Map<string, Position> {
  const placed = new Map<string, Position>();
  if (keep) for (const person of chain.people) if (person.position) placed.set(String(person.id), person.position);
  if (placed.size === chain.people.length) return placed;
  const computed = arrange(chain.people, parents(chain));
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

interface Block {
  members: string[];
  columns: number;
  width: number;
  height: number;
}

function block(members: string[]): Block {
  const columns = members.length > FOLD ? Math.ceil(Math.sqrt(members.length * 1.2)) : members.length;
  const rows = Math.ceil(members.length / columns);
  return { members, columns, width: columns * NODE.width + (columns - 1) * GAP.x, height: rows * NODE.height + (rows - 1) * GAP.x };
}

/** Tops without anybody below stand together as leaves do, so that a chain without ties is a compact field. */
function arrange(people: Person[], under: Parents): Map<string, Position> {
  const inner = new Set(under.values());
  const leaves = new Map<string, string[]>();
  for (const { id } of people) {
    const key = String(id);
    if (inner.has(key)) continue;
    const parent = under.get(key) ?? "";
    leaves.set(parent, [...(leaves.get(parent) ?? []), key]);
  }
  const graph = new Graph({ multigraph: false });
  graph.setGraph({ rankdir: "TB", nodesep: GAP.x, ranksep: GAP.y, rankalign: "top" });
  graph.setDefaultEdgeLabel(() => ({}));
  const blocks = new Map<string, Block>();
  for (const id of inner) graph.setNode(id, { ...NODE });
  for (const [parent, members] of leaves) {
    const groups = members.length > FOLD || parent === "" ? [members] : members.map((member) => [member]);
    for (const group of groups) {
      const key = `block ${group[0]}`;
      blocks.set(key, block(group));
      const { width, height } = block(group);
      graph.setNode(key, { width, height });
      if (parent) graph.setEdge(parent, key);
    }
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
