// What all kinds of chart share: quiet axes, tooltips drawn in the picture (the page's policy forbids styled HTML), no motion.
import type { EChartsCoreOption } from "echarts/core";
import type { Look } from "./look.ts";

export interface Drawing {
  look: Look;
  write: (value: number) => string;
  width: number;
}

export function frame(look: Look, parts: EChartsCoreOption): EChartsCoreOption {
  return {
    animation: false,
    textStyle: { fontFamily: look.font, fontSize: 12, color: look.muted },
    tooltip: tooltip(look),
    ...parts,
  };
}

export function tooltip(look: Look, extra: object = {}): object {
  return {
    renderMode: "richText",
    confine: true,
    backgroundColor: look.surface,
    borderColor: look.line,
    padding: 8,
    textStyle: { color: look.text, fontSize: 12, fontFamily: look.font },
    transitionDuration: 0,
    ...extra,
  };
}

export function valueAxis({ look, write }: Drawing, extra: object = {}): object {
  return {
    type: "value",
    splitNumber: 5,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: look.muted, formatter: write, hideOverlap: true },
    splitLine: { lineStyle: { color: look.line } },
    nameTextStyle: { color: look.muted },
    ...extra,
  };
}

export function categoryAxis({ look }: Drawing, names: string[], extra: object = {}): object {
  return {
    type: "category",
    data: names,
    axisLine: { lineStyle: { color: look.strong } },
    axisTick: { show: false },
    axisLabel: { color: look.muted, hideOverlap: true },
    ...extra,
  };
}

export function bounds(spec: { min?: number; max?: number }): object {
  return { ...(spec.min === undefined ? {} : { min: spec.min }), ...(spec.max === undefined ? {} : { max: spec.max }) };
}
