import createApp from './app.mjs';

const app = await createApp();
const { sorter } = app.modules;
const { views } = app.main; // the memory that sides know as main's

views.float32.set([3.5, -1, 10, 2.25], 0); // at address 0
const rising = sorter.addFunction((a, b) => (a > b ? 1 : 0), 'iff');
sorter.exports.sort_floats(0, 4, rising); // wasm, on main's memory; calls the function above
console.log(views.float32.slice(0, 4).join(' '));

try {
  sorter.exports.sort_floats(2 ** 31, 4, rising); // beyond main's memory
} catch (error) {
  console.log(error.code, error.message); // and the app goes on
}

sorter.removeFunction(rising);
if (views.float32.slice(0, 4).join(' ') !== '-1 2.25 3.5 10') process.exit(1);
