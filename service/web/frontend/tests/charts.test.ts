import assert from "node:assert/strict";
import { test } from "node:test";
import { figures } from "../src/charts/figures.ts";
import { describe as describeItem } from "../src/charts/kinds/bars.ts";
import { alone, describe as describeLine } from "../src/charts/kinds/line.ts";

test("figures follow the language and the format", () => {
  assert.equal(figures("en", "percent")(0.78), "78%");
  assert.equal(figures("en", "EUR")(742000), "€742K");
  assert.equal(figures("zh", "CNY")(1240000), "¥124万");
  assert.equal(figures("en", "number", " days")(-3.256), "−3.26 days");
});

test("a tooltip names the interval beside its value, and says where nothing is known", () => {
  const write = figures("en");
  const spec = { kind: "line" as const, x: ["Oct", "Nov"], series: [{ name: "At risk", values: [5, null], low: [3, null], high: [8, null] }] };
  assert.equal(describeLine(spec, 0, write), "Oct\nAt risk: 5 (3 – 8)");
  assert.equal(describeLine(spec, 1, write), "Nov\nAt risk: –");
  assert.equal(describeItem({ name: "Usage", value: 2, low: 1, high: 3 }, write), "Usage: 2\n1 – 3");
});

test("a point without neighbours is known as such, so that its interval is drawn all the same", () => {
  assert.deepEqual(alone({ name: "NPS", values: [1, null, 2, 3, null, null, 4] }), [0, 6]);
});
