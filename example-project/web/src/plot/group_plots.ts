// The demonstration's charts: how many rows there are at each x, and the quartiles of y there.
import * as Plot from '@observablehq/plot';
import type { Group } from '../demonstration/types';

const MARGINS = { marginLeft: 52, marginBottom: 36, marginTop: 24, marginRight: 12 };

interface Step extends Group {
  readonly last: number;
  readonly middle: number;
}

const stepsOf = (groups: readonly Group[]): Step[] => {
  const width = (groups[1]?.first ?? 1) - (groups[0]?.first ?? 0);
  return groups.map((group) => ({ ...group, last: group.first + width, middle: group.first + width / 2 }));
};

const axes = (x: string, y: string, width: number) => ({
  ...MARGINS,
  width,
  height: 240,
  x: { label: x, ticks: Math.max(3, width / 90) },
  y: { label: y, grid: true, ticks: 5, tickFormat: '~s', zero: true },
});

export function countPlot(groups: readonly Group[], x: string, width: number): Plot.PlotOptions {
  return {
    ...axes(x, 'rows', width),
    ariaLabel: `Histogram: rows by ${x}`,
    marks: [
      Plot.rectY(stepsOf(groups), {
        x1: 'first',
        x2: 'last',
        y: 'rows',
        fill: 'var(--colour-copy)',
        inset: 0.5,
        tip: true,
        title: ({ first, rows }: Step) => `${x} from ${first.toPrecision(4)}\n${rows.toLocaleString()} rows`,
      }),
      Plot.ruleY([0]),
    ],
  };
}

export function quartilePlot(groups: readonly Group[], x: string, y: string, width: number): Plot.PlotOptions {
  const steps = stepsOf(groups); // those without rows have NaN, which leaves a gap
  return {
    ...axes(x, y, width),
    ariaLabel: `Line chart: median and quartiles of ${y} by ${x}`,
    marks: [
      Plot.areaY(steps, { x: 'middle', y1: 'low', y2: 'high', fill: 'var(--colour-new)', fillOpacity: 0.28 }),
      Plot.lineY(steps, {
        x: 'middle',
        y: 'median',
        stroke: 'var(--colour-new)',
        strokeWidth: 2,
        marker: 'circle',
        tip: true,
        title: ({ middle, low, median, high }: Step) =>
          `${x} ${middle.toPrecision(4)}\n${y} ${low} – ${median} – ${high}`,
      }),
      Plot.ruleY([0]),
    ],
  };
}
