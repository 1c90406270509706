const SVG = "http://www.w3.org/2000/svg";
const sprite = document.documentElement.dataset.icons ?? "";

/** An icon of the sprite, hidden from screen readers: whoever uses it gives the words. */
export function icon(name: string, kind = "icon"): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", kind);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}
