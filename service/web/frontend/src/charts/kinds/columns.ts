import type { EChartsCoreOption } from "echarts/core";
import { bounds, categoryAxis, type Drawing, frame, tooltip, valueAxis } from "../frame.ts";
import type { ColumnsSpec } from "../spec.ts";

/** Columns by period from zero; stacked where parts make a whole, else side by side. */
export function columns(spec: ColumnsSpec, drawing: Drawing): EChartsCoreOption {
  const { look, write } = drawing;
  return frame(look, {
    grid: { left: 4, right: 8, top: spec.series.length > 1 ? 32 : 12, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    legend: { show: spec.series.length > 1, left: 0, top: 0, icon: "roundRect", itemWidth: 10, itemHeight: 10, textStyle: { color: look.text }, selectedMode: false },
    xAxis: categoryAxis(drawing, spec.x),
    yAxis: valueAxis(drawing, { min: 0, ...bounds(spec) }),
    tooltip: tooltip(look, { trigger: "axis", axisPointer: { type: "shadow", shadowStyle: { color: look.line, opacity: 0.4 } }, valueFormatter: (v: number | null) => (v == null ? "–" : write(v)) }),
    series: spec.series.map((series, at) => ({
      type: "bar",
      name: series.name,
      data: series.values,
      ...(spec.stacked ? { stack: "all" } : {}),
      barMaxWidth: 36,
      itemStyle: { color: series.tone ? look.tone(series.tone) : look.series[at % look.series.length], borderColor: look.surface, borderWidth: spec.stacked ? 1 : 0, borderRadius: 2 },
    })),
  });
}
