// What the packages do in every engine: in Node, in pages and in module workers. The functions here know no test
// runner.

const SQLITE_ROW = 100;

/** A little of SQLite's interface, over the functions of the side. */
export class Database {
  constructor(side) {
    this.side = side;
    this.room = side.exports.malloc(256);
    this.call('sqlite3_open', this.text(':memory:'), this.room);
    this.handle = side.views.uint32[this.room / 4];
  }

  text(content) {
    this.side.views.writeText(this.room + 16, 240, content);
    return this.room + 16;
  }

  call(name, ...args) {
    const result = this.side.exports[name](...args);
    if (result !== 0 && result !== SQLITE_ROW)
      throw new Error(this.side.views.readText(this.side.exports.sqlite3_errmsg(this.handle)));
    return result;
  }

  execute(sql, callback = 0) {
    this.call('sqlite3_exec', this.handle, this.text(sql), callback, 0, 0);
  }

  /** The first column of the first row, as a text. */
  ask(sql) {
    this.call('sqlite3_prepare_v2', this.handle, this.text(sql), -1, this.room, 0);
    const statement = this.side.views.uint32[this.room / 4];
    this.call('sqlite3_step', statement);
    const answer = this.side.views.readText(this.side.exports.sqlite3_column_text(statement, 0));
    this.side.exports.sqlite3_finalize(statement);
    return answer;
  }
}

export const WIDTH = 64;
export const HEIGHT = 48;
export const IMAGE = Uint8Array.from({ length: 4 * WIDTH * HEIGHT }, (_, index) =>
  index % 4 === 3 ? 255 : (index * 7919) % 251,
);
export const shrinkBy = (glue, filter) =>
  glue.resize(IMAGE, WIDTH, HEIGHT, WIDTH / 2, HEIGHT / 2, filter, false, false);

/** Opens a lazy side some times, uses it, and returns how many memories there were. */
export async function reopen(app, name, rounds, use) {
  const memories = new Set();
  for (let round = 0; round < rounds; round += 1) {
    const side = await app.open(name);
    memories.add(side.memory);
    use(side);
    app.close(name);
  }
  return memories.size;
}

/** Runs the program of examples/sqlite; returns how many of its results were wrong, and the lines that it printed. */
export async function runFlights(createApp, rows) {
  const lines = [];
  const { main } = await createApp({ modules: { main: { print: (line) => lines.push(line) } } });
  const columns = {
    delay: [Int16Array, (row) => ((row * 7919) % 200) - 60],
    distance: [Int16Array, (row) => (row * 31) % 2500],
    time: [Float32Array, (row) => (row % 240) / 10],
  };
  for (const [name, [Column, valueOf]] of Object.entries(columns)) {
    const address = main.exports[`new_${name}`](rows);
    new Column(main.memory.buffer, address, rows).set(Column.from({ length: rows }, (_, row) => valueOf(row)));
  }
  return { wrong: main.exports.run(), lines };
}

/**
 * All of it once.
 * @param {(name: string) => Promise<{ default: Function }>} importApp
 * @returns {Promise<object>} what came of it, as JSON
 */
export async function usePackages(importApp) {
  const app = await (await importApp('npm_app')).default();
  const { sqlite, resizer } = app.modules;
  const flights = await runFlights((await importApp('flights')).default, 20_000);
  const { main: native } = await (await importApp('npm_native')).default();
  new Uint8Array(native.memory.buffer).set(IMAGE, native.exports.new_image(IMAGE.length));
  const bytes = native.exports.shrink(WIDTH, HEIGHT, 3);
  const small = new Uint8Array(native.memory.buffer, native.exports.small_image(), bytes);
  const rust = shrinkBy(resizer.module, 3);
  return {
    answer: new Database(sqlite).ask('select 6 * 7'),
    own: new sqlite.module.Database().exec('select 6 * 7')[0].values[0][0],
    databases: await reopen(app, 'another', 5, (side) => new Database(side).execute('create table t (a integer)')),
    resizers: await reopen(app, 'second_resizer', 5, (side) => shrinkBy(side.module, 1)),
    resized: bytes === rust.length && small.every((value, index) => value === rust[index]),
    wrong: flights.wrong,
  };
}

/** What usePackages gives where all is well. */
export const EXPECTED = { answer: '42', own: 42, databases: 5, resizers: 5, resized: true, wrong: 0 };
