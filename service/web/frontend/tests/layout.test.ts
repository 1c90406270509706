import assert from "node:assert/strict";
import { test } from "node:test";
import type { Chain, Person } from "../src/chain/data.ts";
import { extent, layout, NODE, parents, ROOM } from "../src/chain/layout.ts";

const person = (id: number, role?: "decision_maker" | "influencer" | "end_user"): Person => ({ id, name: `P${id}`, roles: role ? [{ role }] : [] });

function overlaps(chain: Chain): string[] {
  const at = [...layout(chain)];
  return at.flatMap(([a, p], i) => at.slice(i + 1).flatMap(([b, q]) =>
    Math.abs(p.x - q.x) < NODE.width && Math.abs(p.y - q.y) < NODE.height ? [`${a} ${b}`] : []));
}

test("a manager stands above those who report to him", () => {
  const chain: Chain = { people: [person(1), person(2), person(3)], ties: [{ kind: "reports_to", source: 2, target: 1 }, { kind: "reports_to", source: 3, target: 2 }] };
  const at = layout(chain);
  assert.ok(at.get("1")!.y < at.get("2")!.y);
  assert.ok(at.get("2")!.y < at.get("3")!.y);
});

test("a hierarchy that bites its own tail is still laid out, once", () => {
  const chain: Chain = { people: [person(1), person(2)], ties: [{ kind: "reports_to", source: 1, target: 2 }, { kind: "reports_to", source: 2, target: 1 }] };
  assert.deepEqual([...parents(chain)], [["1", "2"]]);
  assert.equal(layout(chain).size, 2);
});

test("five hundred people under one manager are folded into rows and cover nobody", () => {
  const people = Array.from({ length: 500 }, (_, at) => person(at));
  const chain: Chain = { people, ties: people.slice(1).map(({ id }) => ({ kind: "reports_to", source: id, target: 0 })) };
  assert.deepEqual(overlaps(chain), []);
  const xs = [...layout(chain).values()].map(({ x }) => x);
  assert.ok(Math.max(...xs) - Math.min(...xs) < 30 * NODE.width);
});

test("people without any tie hang under the role above theirs", () => {
  const chain: Chain = { people: [person(1, "decision_maker"), person(2, "influencer"), person(3, "end_user")], ties: [] };
  assert.deepEqual([...parents(chain)], [["2", "1"], ["3", "2"]]);
});

test("positions set by hand stay, and a newcomer covers none of them", () => {
  const chain: Chain = { people: [{ ...person(1), position: { x: 10, y: 20 } }, { ...person(2), position: { x: 300, y: 20 } }, person(3)], ties: [] };
  assert.deepEqual(layout(chain).get("1"), { x: 10, y: 20 });
  assert.deepEqual(layout(chain).get("2"), { x: 300, y: 20 });
  assert.deepEqual(overlaps(chain), []);
});

test("a tie to somebody who is not here is left out", () => {
  assert.equal(parents({ people: [person(1)], ties: [{ kind: "reports_to", source: 1, target: 99 }] }).size, 0);
});

test("up to twenty people are shown so large that their names can be read", () => {
  const NAME = 14; // pixels of a name at full size, as in chain-map.css
  const managers = [0, 0, 0, 0, 1, 2, 2, 2, 2, 2, 3, 3, 3, 0, 0, 4, 4, 4, 1];
  for (const count of [3, 14, 20]) {
    const people = Array.from({ length: count }, (_, at) => person(at));
    const ties: Chain["ties"] = managers.slice(0, count - 1).map((target, at) => ({ kind: "reports_to", source: at + 1, target }));
    const { width, height } = extent(layout({ people, ties }).values());
    assert.ok(Math.min(1, ROOM.width / width, ROOM.height / height) * NAME >= 11, `${count} people take ${width} by ${height}`);
    assert.deepEqual(overlaps({ people, ties }), []);
  }
});

test("on a narrow canvas leaves stand below each other", () => {
  const people = Array.from({ length: 7 }, (_, at) => person(at));
  const chain: Chain = { people, ties: people.slice(1).map(({ id }) => ({ kind: "reports_to", source: id, target: 0 })) };
  assert.ok(extent(layout(chain, true, { width: 300, height: 700 }).values()).width <= 300);
  assert.equal(new Set([...layout(chain).values()].map(({ y }) => y)).size, 2);
});
