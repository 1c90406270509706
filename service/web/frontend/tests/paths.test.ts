import assert from "node:assert/strict";
import { test } from "node:test";
import type { Tie } from "../src/chain/data.ts";
import { CENTRE, covers, foldedReports, influence, orthogonal, zigzag } from "../src/chain/paths.ts";

const points = (path: string): { x: number; y: number }[] =>
  [...path.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
const middle = ({ x, y }: { x: number; y: number }) => ({ x: x + CENTRE.x, y: y + CENTRE.y });

test("an influence never runs over the words of the two people that it ties", () => {
  for (const target of [{ x: 0, y: -300 }, { x: 300, y: 0 }, { x: -200, y: 260 }]) {
    const source = { x: 0, y: 0 };
    const drawn = influence(source, target, 3);
    for (const point of points(drawn.path)) {
      assert.equal(covers(middle(source), point), false);
      assert.equal(covers(middle(target), point), false);
    }
    const [tip] = points(drawn.arrow);
    assert.ok(Math.hypot(tip!.x - middle(target).x, tip!.y - middle(target).y) < 105);
  }
});

test("opposite influences are two lines", () => {
  const [a, b] = [{ x: 0, y: 0 }, { x: 400, y: 0 }];
  const there = points(influence(a, b, 2).path)[8]!;
  const back = points(influence(b, a, 2).path)[8]!;
  assert.ok(Math.abs(there.y - back.y) > 40);
});

test("a reporting line has right angles only", () => {
  assert.match(orthogonal({ x: 0, y: 0 }, { x: 300, y: 200 }), /^M[-\d. ]+(?:[VH][-\d.]+)+$/);
  assert.match(orthogonal({ x: 0, y: 0 }, { x: 300, y: 600 }, true), /^M[-\d. ]+(?:[VH][-\d.]+)+$/);
  assert.match(orthogonal({ x: 0, y: 300 }, { x: 300, y: 0 }), /^M[-\d. ]+(?:[VH][-\d.]+)+$/);
});

test("a conflict has teeth on both sides of its line", () => {
  const ys = points(zigzag({ x: 0, y: 0 }, { x: 400, y: 0 })).map(({ y }) => y - CENTRE.y);
  assert.deepEqual([Math.min(...ys), Math.max(...ys)], [-8, 8]);
});

test("people on top of each other still give lines without a hole in the numbers", () => {
  assert.doesNotMatch(influence({ x: 0, y: 0 }, { x: 0, y: 0 }, 2).path, /NaN/);
  assert.doesNotMatch(zigzag({ x: 0, y: 0 }, { x: 0, y: 0 }), /NaN/);
});

test("only a report below another one of the same manager is folded", () => {
  const tie = (source: number, target: number): Tie => ({ kind: "reports_to", source, target });
  const ties = [tie(2, 1), tie(3, 1), tie(4, 1), tie(5, 2)];
  const places = new Map([["1", { x: 0, y: 0 }], ["2", { x: 0, y: 180 }], ["3", { x: 0, y: 340 }], ["4", { x: 200, y: 340 }], ["5", { x: 0, y: 500 }]]);
  assert.deepEqual([...foldedReports(ties, places)], [ties[1]]);
});
