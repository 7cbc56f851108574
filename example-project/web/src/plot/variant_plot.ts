// The benchmark's bars.
import * as Plot from '@observablehq/plot';

export interface Bar {
  readonly title: string;
  readonly colour: string;
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  /** Of the run that it is compared with. */
  readonly earlier?: number;
}

const BAND = 46;

/** Bars with their titles above them, so that there is room for both on a phone. */
export function variantPlot(bars: readonly Bar[], label: string, isLog: boolean, width: number): Plot.PlotOptions {
  const values = bars.flatMap(({ low, high, earlier }) => [low, high, earlier ?? high]);
  const most = Math.max(...values) * 1.06;
  const least = isLog ? Math.min(...values) * 0.8 : 0;
  const data = [...bars];
  const y = 'title';
  return {
    width,
    height: BAND * bars.length + 56,
    marginLeft: 8,
    marginRight: 52,
    marginBottom: 36,
    marginTop: 12,
    x: {
      type: isLog ? 'log' : 'linear',
      domain: [least, most],
      label,
      grid: true,
      ticks: Math.max(3, Math.min(8, width / 90)),
      tickFormat: '~g',
    },
    y: { type: 'band', domain: bars.map(({ title }) => title), axis: null, paddingInner: 0, paddingOuter: 0 },
    ariaLabel: `Bar chart: ${label}. The table below has the same numbers.`,
    marks: [
      Plot.barX(data, {
        x1: least,
        x2: 'middle',
        y,
        fill: 'colour',
        fillOpacity: 0.85,
        insetTop: 22,
        insetBottom: 6,
        rx: 2,
      }),
      Plot.ruleY(data, { x1: 'low', x2: 'high', y, dy: 8, stroke: 'currentColor', strokeWidth: 1.5 }),
      Plot.tickX(data, { x: 'low', y, stroke: 'currentColor', insetTop: 26, insetBottom: 10 }),
      Plot.tickX(data, { x: 'high', y, stroke: 'currentColor', insetTop: 26, insetBottom: 10 }),
      Plot.dot(
        data.filter(({ earlier }) => earlier !== undefined),
        {
          x: 'earlier',
          y,
          dy: 8,
          symbol: 'diamond',
          r: 5,
          fill: 'var(--surface)',
          stroke: 'var(--earlier)',
          strokeWidth: 2,
        },
      ),
      Plot.text(data, { y, text: 'title', frameAnchor: 'left', textAnchor: 'start', dy: -12, fontSize: 13 }),
      Plot.text(data, {
        x: ({ high, earlier = 0 }: Bar) => Math.max(high, earlier),
        y,
        dy: 8,
        dx: 8,
        textAnchor: 'start',
        fontSize: 12,
        fontVariant: 'tabular-nums',
        text: ({ middle }: Bar) => middle.toPrecision(3),
      }),
      ...(isLog ? [] : [Plot.ruleX([0])]),
    ],
  };
}
