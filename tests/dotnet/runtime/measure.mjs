// Measures calls and copies between main and C#: WPL_HELPERS_DIR=... WPL_WASM_AS=... node measure.mjs [turns]
//
// Prints the least of several rounds in this process, in nanoseconds a call (copies: GB/s), as JSON.
import { makeDotnetApp } from './support/app.mjs';

const turns = Number(process.argv[2] ?? 200_000);
const BENCHMARKS = [
  'empty',
  'guarded1',
  'guarded3',
  'guardedMixed',
  'plain1',
  'jsImport1',
  'jsImport3',
  'jsImportMixed',
  'copyIn64K',
  'copyOut64K',
  'copyIn16M',
  'copyOut16M',
];

const context = { after: (done) => process.on('exit', () => done) };
const app = await (
  await makeDotnetApp(context)
).load({
  modules: { main: { noInitialRun: true } },
});
const { calls, second } = app.modules;
const { sum1, sum3, mixed } = Object.fromEntries(
  ['sum1', 'sum3', 'mixed'].map((name) => [name, app.main.module.asm[name]]),
);
calls.module.setModuleImports('bench', { sum1, sum3, mixed });
app.main.exports.grow_main(400);

const least = (rounds, run) => Math.min(...Array.from({ length: rounds }, run));
const perCall = (count, run) => {
  const start = performance.now();
  run(count);
  return ((performance.now() - start) * 1e6) / count;
};

const figures = {};
for (const [index, name] of BENCHMARKS.entries()) {
  const bytes = { '64K': 65536, '16M': 1 << 24 }[name.slice(-3)];
  const count = bytes ? Math.max(8, Math.floor((1 << 29) / bytes)) : turns;
  const time = least(9, () => calls.exports.measure(index, count));
  figures[name] = bytes ? bytes / time : time;
}
const interop = await calls.module.getAssemblyExports('Calls');
const jsExport = interop.Calls.JsExports.Add;
figures.fromMain = least(9, () => perCall(turns, app.main.exports.each_add));
figures.fromJsGuarded = least(9, () =>
  perCall(turns, (count) => {
    for (let k = 0; k < count; k += 1) calls.exports.add(k, 1);
  }),
);
figures.jsExport = least(9, () =>
  perCall(turns, (count) => {
    for (let k = 0; k < count; k += 1) jsExport(k, 1);
  }),
);
const before = performance.now();
await app.open('second');
figures.openSecond = performance.now() - before;
figures.secondWorks = second.exports.thrice(2);
console.log(JSON.stringify(figures));
process.exit(0);
