import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemReturn } from "echarts";
import type { EChartsCoreOption } from "echarts/core";
import { bounds, categoryAxis, type Drawing, frame, tooltip, valueAxis } from "../frame.ts";
import type { LineSpec, Series } from "../spec.ts";

/** Lines over time, each named at its end; an interval is a soft band behind its line. */
export function line(spec: LineSpec, drawing: Drawing): EChartsCoreOption {
  const { look, write, width } = drawing;
  const colour = (series: Series, at: number): string => (series.tone ? look.tone(series.tone) : (look.series[at % look.series.length] ?? look.text));
  const longest = Math.max(...spec.series.map(({ name }) => breadth(name)), 0);
  const room = spec.series.length > 1 ? Math.min(longest + 20, width * 0.3) : 16;
  return frame(look, {
    grid: { left: 4, right: room, top: 12, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: categoryAxis(drawing, spec.x, { boundaryGap: false }),
    yAxis: valueAxis(drawing, { scale: spec.min === undefined, ...bounds(spec) }),
    tooltip: tooltip(look, {
      trigger: "axis",
      axisPointer: { lineStyle: { color: look.strong } },
      formatter: (points: { dataIndex: number }[]) => describe(spec, points[0]?.dataIndex ?? 0, write),
    }),
    series: spec.series.flatMap((series, at) => [...band(series, colour(series, at)), ...uprights(series, colour(series, at)), {
      type: "line",
      name: series.name,
      data: series.values,
      symbol: "circle",
      symbolSize: 4,
      // A point between gaps would leave no mark without its symbol.
      showSymbol: spec.x.length <= 12 || series.values.some((value) => value === null),
      lineStyle: { width: 2, color: colour(series, at) },
      itemStyle: { color: colour(series, at) },
      endLabel: { show: spec.series.length > 1, formatter: series.name, color: look.text, width: room - 8, overflow: "truncate" },
      labelLayout: { moveOverlap: "shiftY" },
    }]),
  });
}

/** About how many pixels a name takes; Chinese characters are as wide as they are high. */
function breadth(name: string): number {
  return [...name].reduce((sum, character) => sum + (character > "\u2e80" ? 13 : 7.5), 0);
}

/** The interval as two invisible lines, the lower one and the distance to the upper one, with the area between them filled. */
function band(series: Series, colour: string): object[] {
  const { low, high } = series;
  if (!low || !high) return [];
  const quiet = { type: "line", stack: `band ${series.name}`, stackStrategy: "all", symbol: "none", silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false } };
  const width = high.map((top, at) => (top === null || low[at] == null ? null : top - low[at]));
  return [{ ...quiet, data: low }, { ...quiet, data: width, areaStyle: { color: colour, opacity: 0.15 } }];
}

/** The places of points that no line joins to a neighbour: their interval has no band to show in. */
export function alone({ values }: Series): number[] {
  return values.flatMap((value, at) => (value !== null && values[at - 1] == null && values[at + 1] == null ? [at] : []));
}

function uprights(series: Series, colour: string): object[] {
  const { low, high } = series;
  const data = alone(series).flatMap((at) => (low?.[at] == null || high?.[at] == null ? [] : [[at, low[at], high[at]]]));
  if (!data.length) return [];
  return [{
    type: "custom",
    silent: true,
    tooltip: { show: false },
    encode: { x: 0, y: [1, 2] },
    data,
    renderItem: (_params: unknown, api: CustomSeriesRenderItemAPI): CustomSeriesRenderItemReturn => {
      const [x1 = 0, y1 = 0] = api.coord([api.value(0), api.value(1)]);
      const [, y2 = 0] = api.coord([api.value(0), api.value(2)]);
      return { type: "line", shape: { x1, y1, x2: x1, y2 }, style: { stroke: colour, lineWidth: 3, lineCap: "round", opacity: 0.3 } };
    },
  }];
}

export function describe(spec: LineSpec, at: number, write: (value: number) => string): string {
  const rows = spec.series.map(({ name, values, low, high }) => {
    const value = values[at];
    if (value == null) return `${name}: –`;
    const interval = low?.[at] != null && high?.[at] != null ? ` (${write(low[at])} – ${write(high[at])})` : "";
    return `${name}: ${write(value)}${interval}`;
  });
  return [spec.x[at], ...rows].join("\n");
}
