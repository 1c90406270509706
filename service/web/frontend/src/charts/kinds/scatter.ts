import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemReturn } from "echarts";
import type { EChartsCoreOption } from "echarts/core";
import { bounds, type Drawing, frame, tooltip, valueAxis } from "../frame.ts";
import type { CalibrationSpec, Point, ScatterSpec } from "../spec.ts";

/** Things by two measures; a point that leads somewhere opens it when pressed, and references part the field in four. */
export function scatter(spec: ScatterSpec, drawing: Drawing, writeX: (value: number) => string): EChartsCoreOption {
  const { look, write } = drawing;
  const farthest = Math.max(...spec.points.map(({ x }) => x));
  const named = { nameLocation: "middle", nameGap: 28 };
  return frame(look, {
    grid: { left: 4, right: 16, top: 24, bottom: 28, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: valueAxis({ ...drawing, write: writeX }, { name: spec.x, ...named }),
    yAxis: valueAxis(drawing, { name: spec.y, nameLocation: "end", nameTextStyle: { color: look.muted, align: "left" }, ...bounds(spec) }),
    tooltip: tooltip(look, { formatter: ({ dataIndex }: { dataIndex: number }) => {
      const point = spec.points[dataIndex];
      if (!point) return "";
      const interval = point.low !== undefined && point.high !== undefined ? ` (${write(point.low)} – ${write(point.high)})` : "";
      return `${point.name ?? ""}\n${spec.x}: ${writeX(point.x)}\n${spec.y}: ${write(point.y)}${interval}`;
    } }),
    series: [{
      type: "scatter",
      data: spec.points.map((point) => ({
        value: [point.x, point.y],
        symbolSize: point.size ?? 10,
        ...(point.href ? { cursor: "pointer" } : {}),
        itemStyle: { color: look.tone(point.tone ?? "accent"), opacity: 0.8, borderColor: look.surface, borderWidth: 1 },
        label: { show: spec.points.length <= 15, formatter: point.name ?? "", position: point.x > farthest * 0.75 ? "left" : "right", color: look.text },
      })),
      labelLayout: { hideOverlap: true, moveOverlap: "shiftY" },
      ...references(spec, look.strong),
    }],
  });
}

function references(spec: ScatterSpec, colour: string): object {
  const lines = [
    ...(spec.x_reference === undefined ? [] : [{ xAxis: spec.x_reference }]),
    ...(spec.y_reference === undefined ? [] : [{ yAxis: spec.y_reference }]),
  ];
  if (!lines.length) return {};
  return { markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: colour, type: "dashed", width: 1 }, data: lines } };
}

/** Forecast against outcome, both as shares: on the diagonal the forecast told the truth. */
export function calibration(spec: CalibrationSpec, drawing: Drawing): EChartsCoreOption {
  const { look, write } = drawing;
  return frame(look, {
    grid: { left: 4, right: 16, top: 24, bottom: 20, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: valueAxis(drawing, { name: spec.x ?? "", nameLocation: "middle", nameGap: 28, min: 0, max: 1 }),
    yAxis: valueAxis(drawing, { name: spec.y ?? "", nameTextStyle: { color: look.muted, align: "left" }, min: 0, max: 1 }),
    tooltip: tooltip(look, { formatter: ({ dataIndex }: { dataIndex: number }) => describe(spec.points[dataIndex], write) }),
    series: [
      { type: "line", silent: true, symbol: "none", data: [[0, 0], [1, 1]], lineStyle: { color: look.strong, type: "dashed", width: 1 } },
      uprights(spec.points, look.tone("accent")),
      { type: "scatter", symbolSize: 10, z: 4, data: spec.points.map(({ x, y }) => [x, y]), itemStyle: { color: look.tone("accent"), borderColor: look.surface, borderWidth: 1.5 } },
    ],
  });
}

function describe(point: Point | undefined, write: (value: number) => string): string {
  if (!point) return "";
  const interval = point.low !== undefined && point.high !== undefined ? ` (${write(point.low)} – ${write(point.high)})` : "";
  return `${write(point.x)} → ${write(point.y)}${interval}${point.n === undefined ? "" : `\nn = ${point.n}`}`;
}

/** The intervals as vertical lines at their points. */
function uprights(points: Point[], colour: string): object {
  return {
    type: "custom",
    silent: true,
    encode: { x: 0, y: [1, 2] },
    data: points.flatMap(({ x, low, high }) => (low === undefined || high === undefined ? [] : [[x, low, high]])),
    renderItem: (_params: unknown, api: CustomSeriesRenderItemAPI): CustomSeriesRenderItemReturn => {
      const [x = 0, y1 = 0] = api.coord([api.value(0), api.value(1)]);
      const [, y2 = 0] = api.coord([api.value(0), api.value(2)]);
      return { type: "line", shape: { x1: x, y1, x2: x, y2 }, style: { stroke: colour, lineWidth: 3, lineCap: "round", opacity: 0.7 } };
    },
  };
}
