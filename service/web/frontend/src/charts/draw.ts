// The drawing itself, loaded only by pages that hold a chart: of ECharts no more than these kinds need.
import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { type EChartsCoreOption, type EChartsType, init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import { figures } from "./figures.ts";
import type { Drawing } from "./frame.ts";
import { bars, dots } from "./kinds/bars.ts";
import { columns } from "./kinds/columns.ts";
import { line } from "./kinds/line.ts";
import { calibration, scatter } from "./kinds/scatter.ts";
import { look } from "./look.ts";
import type { Spec } from "./spec.ts";

use([BarChart, CustomChart, LineChart, ScatterChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, LabelLayout, SVGRenderer]);

export function option(spec: Spec, drawing: Drawing, locale: string): EChartsCoreOption {
  switch (spec.kind) {
    case "line": return line(spec, drawing);
    case "columns": return columns(spec, drawing);
    case "bars": return bars(spec, drawing);
    case "dots": return dots(spec, drawing);
    case "scatter": return scatter(spec, drawing, figures(locale, spec.x_format));
    case "calibration": return calibration(spec, drawing);
  }
}

/** Rows of a list need room of their own; other charts keep the height that the page gives them. */
function height(spec: Spec): number | null {
  if (spec.kind === "bars") return spec.items.length * 30 + 44;
  if (spec.kind === "dots") return spec.items.length * 40 + 52;
  return null;
}

export function draw(canvas: HTMLElement, spec: Spec, locale: string): void {
  const own = height(spec);
  if (own) canvas.style.height = `${own}px`;
  const chart: EChartsType = init(canvas, undefined, { renderer: "svg", locale: locale.startsWith("zh") ? "ZH" : "EN" });
  const format = spec.kind === "calibration" ? (spec.format ?? "percent") : spec.format;
  const render = (): void => {
    const drawing: Drawing = { look: look(canvas.parentElement ?? canvas), write: figures(locale, format, spec.unit), width: canvas.clientWidth };
    chart.setOption(option(spec, drawing, locale), { notMerge: true });
  };
  render();
  if (spec.kind === "scatter") {
    chart.on("click", ({ dataIndex }: { dataIndex: number }) => {
      const address = spec.points[dataIndex]?.href;
      if (address) location.assign(address);
    });
  }
  document.addEventListener("themechange", render);
  new ResizeObserver(() => {
    if (!canvas.isConnected) {
      document.removeEventListener("themechange", render);
      chart.dispose();
    } else if (canvas.clientWidth) {
      chart.resize();
      render();
    }
  }).observe(canvas);
}
