// Charts by Observable Plot, without the <style> element that it puts in: the page's own style sheet has these rules
// (style.css), and so the page can do with `style-src 'self'`.
import * as Plot from '@observablehq/plot';

export const PLOT_CLASS = 'plot';

export function draw(options: Plot.PlotOptions): SVGSVGElement {
  const svg = Plot.plot({ className: PLOT_CLASS, ...options }) as SVGSVGElement;
  svg.querySelector('style')?.remove();
  svg.setAttribute('role', 'img'); // one picture with one name; its parts have none
  for (const part of svg.querySelectorAll('[aria-label], [aria-describedby]')) {
    part.removeAttribute('aria-label');
    part.removeAttribute('aria-describedby');
  }
  return svg;
}

/** The chart as a file that looks as it does here: colours of the style sheet become values. */
export function svgText(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const style = getComputedStyle(svg);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('color', style.color);
  const rules = document.createElementNS(copy.namespaceURI, 'style'); // an attribute would be against the page's policy
  rules.textContent = `.${PLOT_CLASS} { background: var(--surface); } .${PLOT_CLASS} text { white-space: pre; }`;
  copy.prepend(rules);
  return new XMLSerializer()
    .serializeToString(copy)
    .replaceAll(/var\((--[\w-]+)\)/g, (_, name: string) => style.getPropertyValue(name).trim());
}
