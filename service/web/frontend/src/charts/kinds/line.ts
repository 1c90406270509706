import type { EChartsCoreOption } from "echarts/core";
import { bounds, categoryAxis, type Drawing, frame, tooltip, valueAxis } from "../frame.ts";
import type { LineSpec, Series } from "../spec.ts";

/** Lines over time, each named at its end; an interval is a soft band behind its line. */
export function line(spec: LineSpec, drawing: Drawing): EChartsCoreOption {
  const { look, write, width } = drawing;
  const colour = (series: Series, at: number): string => (series.tone ? look.tone(series.tone) : (look.series[at % look.series.length] ?? look.text));
  const longest = Math.max(...spec.series.map(({ name }) => name.length), 0);
  const room = spec.series.length > 1 ? Math.min(longest * 7.5 + 20, width * 0.3) : 16;
  return frame(look, {
    grid: { left: 4, right: room, top: 12, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: categoryAxis(drawing, spec.x, { boundaryGap: false }),
    yAxis: valueAxis(drawing, { scale: spec.min === undefined, ...bounds(spec) }),
    tooltip: tooltip(look, {
      trigger: "axis",
      axisPointer: { lineStyle: { color: look.strong } },
      formatter: (points: { dataIndex: number }[]) => describe(spec, points[0]?.dataIndex ?? 0, write),
    }),
    series: spec.series.flatMap((series, at) => [...band(series, colour(series, at)), {
      type: "line",
      name: series.name,
      data: series.values,
      symbol: "circle",
      symbolSize: 4,
      showSymbol: spec.x.length <= 12,
      lineStyle: { width: 2, color: colour(series, at) },
      itemStyle: { color: colour(series, at) },
      endLabel: { show: spec.series.length > 1, formatter: series.name, color: look.text, width: room - 8, overflow: "truncate" },
      labelLayout: { moveOverlap: "shiftY" },
    }]),
  });
}

/** The interval as two invisible lines, the lower one and the distance to the upper one, with the area between them filled. */
function band(series: Series, colour: string): object[] {
  const { low, high } = series;
  if (!low || !high) return [];
  const quiet = { type: "line", stack: `band ${series.name}`, stackStrategy: "all", symbol: "none", silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false } };
  const width = high.map((top, at) => (top === null || low[at] == null ? null : top - low[at]));
  return [{ ...quiet, data: low }, { ...quiet, data: width, areaStyle: { color: colour, opacity: 0.15 } }];
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
