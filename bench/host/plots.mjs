// The results as SVG, drawn by Apache ECharts without a browser.
import { init } from 'echarts';
import { isCopy, speed } from './tables.mjs';

const WIDTH = 860;
const COLORS = ['#3b6fb6', '#7aa6d8', '#e08a2e', '#4f9d69', '#a65f9b', '#c0504d', '#7f7f7f', '#1b9e9e'];

function draw(option, height) {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  chart.setOption({
    animation: false,
    color: COLORS,
    backgroundColor: '#fff',
    textStyle: { fontFamily: 'sans-serif' },
    ...option,
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}

/** Speed by size, one line a way. */
export function copyPlot({ name, groups }) {
  const copies = [...groups.values()].filter((group) => isCopy(group) && group.parameters.alignment === 'aligned');
  const inwards = copies.filter(({ parameters }) => parameters.direction === 'main to side');
  const ways = [...new Set(inwards.flatMap(({ variants }) => [...variants.keys()]))];
  const option = {
    title: { text: `Bulk copies in ${name}, main to side, GB/s`, left: 'center', textStyle: { fontSize: 15 } },
    legend: { bottom: 4, data: ways },
    grid: { left: 60, right: 30, top: 40, bottom: 80 },
    xAxis: { type: 'category', data: inwards.map(({ parameters }) => parameters.sizeText) },
    yAxis: { type: 'log', min: 0.01 },
    series: ways.map((way) => ({
      name: way,
      type: 'line',
      data: inwards.map((group) => speed(group, way)),
      lineStyle: { width: way === 'as loaded' ? 4 : 1.5 },
    })),
  };
  return draw(option, 420);
}

const plain = (text) => text.replaceAll('`', '');

/** Horizontal bars on a logarithmic axis: ratio to the limit, one bar an engine for each variant. */
export function ratioPlot(id, engines) {
  const present = engines.filter(({ groups }) => groups.has(id));
  const { title, base } = present[0].groups.get(id);
  const names = [...new Set(present.flatMap(({ groups }) => [...groups.get(id).variants.keys()]))];
  const shown = names.filter((name) => name !== base).reverse();
  const value = ({ groups }, name) => groups.get(id).variants.get(name)?.ratio.median.toFixed(3) ?? null;
  const option = {
    title: { text: `${plain(title)}: time, ${base} = 1`, left: 'center', textStyle: { fontSize: 15 } },
    legend: { bottom: 4, data: present.map(({ name }) => name) },
    grid: { left: 250, right: 50, top: 40, bottom: 60 },
    xAxis: { type: 'log', minorSplitLine: { show: true } },
    yAxis: { type: 'category', data: shown },
    series: present.map((engine) => ({
      name: engine.name,
      type: 'bar',
      data: shown.map((name) => value(engine, name)),
      label: {
        show: true,
        position: 'right',
        fontSize: 9,
        formatter: ({ value: v }) => (v ? Number(v).toFixed(2) : ''),
      },
      markLine: {
        silent: true,
        symbol: 'none',
        label: { show: false },
        data: [{ xAxis: 1 }],
        lineStyle: { color: '#333' },
      },
    })),
  };
  return draw(option, 110 + shown.length * (present.length * 13 + 8));
}
