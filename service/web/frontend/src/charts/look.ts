// The tokens as colours that a drawing can use; read anew when the theme changes.
import type { Tone } from "./spec.ts";

export interface Look {
  text: string;
  muted: string;
  line: string;
  strong: string;
  surface: string;
  soft: string;
  series: string[];
  font: string;
  tone(tone: Tone): string;
}

/** The colour that a custom property resolves to here and now, whichever theme is in force. */
function colour(probe: HTMLElement, token: string): string {
  probe.style.color = `var(${token})`;
  return getComputedStyle(probe).color;
}

export function look(within: HTMLElement): Look {
  const probe = document.createElement("span");
  probe.hidden = true;
  within.append(probe);
  const of = (token: string): string => colour(probe, token);
  const tones: Record<Tone, string> = {
    accent: of("--color-series-1"),
    high: of("--color-risk-high"), medium: of("--color-risk-medium"), low: of("--color-risk-low"), unknown: of("--color-risk-unknown"),
    advocate: of("--color-stance-advocate"), supporter: of("--color-stance-supporter"), neutral: of("--color-stance-neutral"),
    sceptic: of("--color-stance-sceptic"), opponent: of("--color-stance-opponent"),
  };
  const result: Look = {
    text: of("--color-text"), muted: of("--color-text-muted"), line: of("--color-line"), strong: of("--color-line-strong"),
    surface: of("--color-raised"), soft: of("--color-series-soft"),
    series: [1, 2, 3, 4].map((at) => of(`--color-series-${at}`)),
    font: getComputedStyle(within).fontFamily,
    tone: (tone) => tones[tone],
  };
  probe.remove();
  return result;
}
