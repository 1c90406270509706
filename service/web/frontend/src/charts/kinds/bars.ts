import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemReturn } from "echarts";
import type { EChartsCoreOption } from "echarts/core";
import { bounds, categoryAxis, type Drawing, frame, tooltip, valueAxis } from "../frame.ts";
import type { BarsSpec, DotsSpec, Item } from "../spec.ts";

/** Bars from zero, each with its figure at its end; the interval, where there is one, is a thin line through it. */
export function bars(spec: BarsSpec, drawing: Drawing): EChartsCoreOption {
  const { look, write } = drawing;
  return listed(spec.items, drawing, { min: Math.min(0, ...spec.items.map((item) => item.low ?? item.value)), ...bounds(spec) }, [
    {
      type: "bar",
      barMaxWidth: 14,
      data: spec.items.map((item) => ({
        value: item.value,
        itemStyle: { color: look.tone(item.tone ?? "accent"), borderRadius: 3 },
      })),
    },
    whiskers(spec.items, look.strong),
    {
      // The figure stands where the interval ends, so that the two never cross.
      type: "scatter",
      silent: true,
      symbolSize: 0.1,
      data: spec.items.map((item, at) => ({
        value: [item.value < 0 ? Math.min(item.value, item.low ?? item.value) : Math.max(item.value, item.high ?? item.value), at],
        label: { show: true, position: item.value < 0 ? "left" : "right", distance: 6, color: look.text, formatter: item.text ?? write(item.value) },
      })),
    },
  ]);
}

/** Estimates as dots on a common scale with their intervals; a reference is a line from top to bottom. */
export function dots(spec: DotsSpec, drawing: Drawing): EChartsCoreOption {
  const { look, write } = drawing;
  return listed(spec.items, drawing, bounds(spec), [
    whiskers(spec.items, look.tone("accent"), 3, 0.7),
    {
      type: "scatter",
      symbolSize: 11,
      data: spec.items.map((item, at) => ({
        value: [item.value, at],
        itemStyle: { color: look.tone(item.tone ?? "accent"), borderColor: look.surface, borderWidth: 1.5 },
        label: { show: true, position: "top", distance: 4, color: look.text, formatter: item.text ?? write(item.value) },
      })),
      ...(spec.reference === undefined ? {} : { markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: look.strong, type: "solid" }, data: [{ xAxis: spec.reference }] } }),
    },
  ]);
}

function listed(items: Item[], drawing: Drawing, limits: object, series: object[]): EChartsCoreOption {
  const { look, write, width } = drawing;
  return frame(look, {
    grid: { left: 4, right: 24, top: 12, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: valueAxis(drawing, { ...limits }),
    yAxis: categoryAxis(drawing, items.map(({ name }) => name), {
      inverse: true,
      axisLine: { show: false },
      axisLabel: { color: look.text, width: Math.min(180, width * 0.35), overflow: "truncate" },
    }),
    tooltip: tooltip(look, { formatter: ({ dataIndex }: { dataIndex: number }) => describe(items[dataIndex], write) }),
    series,
  });
}

export function describe(item: Item | undefined, write: (value: number) => string): string {
  if (!item) return "";
  const interval = item.low !== undefined && item.high !== undefined ? `\n${write(item.low)} – ${write(item.high)}` : "";
  return `${item.name}: ${item.text ?? write(item.value)}${interval}`;
}

/** The intervals as horizontal lines at their rows. */
export function whiskers(items: Item[], colour: string, width = 2, opacity = 1): object {
  return {
    type: "custom",
    silent: true,
    z: width > 2 ? 1 : 3,
    encode: { x: [0, 1], y: 2 },
    data: items.flatMap((item, at) => (item.low === undefined || item.high === undefined ? [] : [[item.low, item.high, at]])),
    renderItem: (_params: unknown, api: CustomSeriesRenderItemAPI): CustomSeriesRenderItemReturn => {
      const [x1 = 0, y = 0] = api.coord([api.value(0), api.value(2)]);
      const [x2 = 0] = api.coord([api.value(1), api.value(2)]);
      return { type: "line", shape: { x1, y1: y, x2, y2: y }, style: { stroke: colour, lineWidth: width, lineCap: "round", opacity } };
    },
  };
}
