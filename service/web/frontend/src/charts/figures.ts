import type { Format } from "./spec.ts";

/** Writes a figure as the spec says: plain, as a share, shortened, or as money in the currency that the format names. */
export function figures(locale: string, format: Format = "number", unit = ""): (value: number) => string {
  const options: Intl.NumberFormatOptions =
    format === "percent" ? { style: "percent", maximumFractionDigits: 0 }
    : format === "compact" ? { notation: "compact", minimumFractionDigits: 0, maximumFractionDigits: 1 }
    : /^[A-Z]{3}$/.test(format) ? { style: "currency", currency: format, notation: "compact", minimumFractionDigits: 0, maximumFractionDigits: 1 }
    : { maximumFractionDigits: 2 };
  const writer = new Intl.NumberFormat(locale, options);
  return (value) => writer.format(value).replace(/^-/, "−") + unit;
}
