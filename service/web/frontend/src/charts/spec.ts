/** What a page asks for: see "Charts" in docs/design-system.md. */
export type Tone = "accent" | "high" | "medium" | "low" | "unknown" | "advocate" | "supporter" | "neutral" | "sceptic" | "opponent";
export type Format = "number" | "percent" | "compact" | (string & {});

export interface Series {
  name: string;
  values: (number | null)[];
  low?: (number | null)[];
  high?: (number | null)[];
  tone?: Tone;
}

export interface Item {
  name: string;
  value: number;
  low?: number;
  high?: number;
  tone?: Tone;
  text?: string;
}

export interface Point {
  name?: string;
  x: number;
  y: number;
  low?: number;
  high?: number;
  n?: number;
  size?: number;
  tone?: Tone;
  href?: string;
}

interface Common {
  format?: Format;
  unit?: string;
  min?: number;
  max?: number;
}

export interface LineSpec extends Common { kind: "line"; x: string[]; series: Series[] }
export interface ColumnsSpec extends Common { kind: "columns"; x: string[]; series: Series[]; stacked?: boolean }
export interface BarsSpec extends Common { kind: "bars"; items: Item[] }
export interface DotsSpec extends Common { kind: "dots"; items: Item[]; reference?: number }
export interface ScatterSpec extends Common { kind: "scatter"; x: string; y: string; points: Point[]; x_format?: Format; x_reference?: number; y_reference?: number }
export interface CalibrationSpec extends Common { kind: "calibration"; points: Point[]; x?: string; y?: string }
export type Spec = LineSpec | ColumnsSpec | BarsSpec | DotsSpec | ScatterSpec | CalibrationSpec;
