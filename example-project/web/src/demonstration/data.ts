// Reads a table of numbers from a file. The readers are fetched only when they are needed.

export interface Column {
  readonly name: string;
  /** NaN where a row has no number. */
  readonly values: Float64Array;
}

export interface Data {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** Columns that are not of numbers, and were left out. */
  readonly leftOut: readonly string[];
}

const MOST_ROWS = 5_000_000;
const MOST_COLUMNS = 32;

/** @throws {Error} that says to the user what is wrong with the file */
export async function readData(name: string, bytes: ArrayBuffer): Promise<Data> {
  if (bytes.byteLength === 0) throw new Error(`“${name}” is empty.`);
  const read = /\.(arrow|feather|ipc)$/i.test(name) ? readArrow : /\.(csv|tsv|txt)$/i.test(name) ? readCsv : undefined;
  if (!read)
    throw new Error(`“${name}” is neither a CSV file (.csv, .tsv, .txt) nor an Arrow file (.arrow, .feather, .ipc).`);
  const { rows, columns, leftOut } = await read(name, bytes);
  if (rows === 0) throw new Error(`“${name}” has no rows.`);
  if (rows > MOST_ROWS) throw new Error(`“${name}” has ${rows} rows; ${MOST_ROWS} are the most that this page takes.`);
  if (columns.length === 0) throw new Error(`“${name}” has no column of numbers.`);
  const more = columns.slice(MOST_COLUMNS).map((column) => column.name);
  return { name, rows, columns: columns.slice(0, MOST_COLUMNS), leftOut: [...leftOut, ...more] };
}

type Read = Omit<Data, 'name'>;

async function readArrow(name: string, bytes: ArrayBuffer): Promise<Read> {
  const { tableFromIPC, DataType } = await import('apache-arrow');
  let table;
  try {
    table = tableFromIPC(new Uint8Array(bytes));
  } catch (error) {
    throw new Error(`“${name}” is no Arrow file that can be read.`, { cause: error });
  }
  const columns: Column[] = [];
  const leftOut: string[] = [];
  for (const field of table.schema.fields) {
    const isNumber = DataType.isInt(field.type) || DataType.isFloat(field.type);
    const vector = table.getChild(field.name);
    if (!isNumber || !vector) {
      leftOut.push(field.name);
      continue;
    }
    const values = new Float64Array(table.numRows);
    if (vector.nullCount > 0)
      for (let row = 0; row < values.length; row += 1) values[row] = Number(vector.get(row) ?? NaN);
    else values.set(Float64Array.from(vector.toArray() as Iterable<number | bigint>, Number));
    columns.push({ name: field.name, values });
  }
  return { rows: table.numRows, columns, leftOut };
}

async function readCsv(name: string, bytes: ArrayBuffer): Promise<Read> {
  const { default: Papa } = await import('papaparse');
  const text = new TextDecoder().decode(bytes);
  if (text.includes('\0')) throw new Error(`“${name}” is not a text file.`);
  const { data, errors } = Papa.parse<string[]>(text, { skipEmptyLines: true });
  const [fault] = errors.filter(({ code }) => code !== 'UndetectableDelimiter');
  if (fault)
    throw new Error(`“${name}” is no CSV file that can be read: ${fault.message} (row ${(fault.row ?? 0) + 1}).`);
  const [head = [], ...rows] = data;
  const uneven = rows.findIndex((row) => row.length !== head.length);
  if (uneven >= 0) {
    const count = rows[uneven]!.length;
    throw new Error(`“${name}” has ${head.length} columns in its first row, but ${count} in row ${uneven + 2}.`);
  }
  const columns: Column[] = [];
  const leftOut: string[] = [];
  head.forEach((title, index) => {
    const values = Float64Array.from(rows, (row) => (row[index]!.trim() === '' ? NaN : Number(row[index])));
    const isNumber = rows.every((row, i) => row[index]!.trim() === '' || !Number.isNaN(values[i]));
    if (isNumber && values.some((value) => !Number.isNaN(value))) columns.push({ name: title, values });
    else leftOut.push(title);
  });
  return { rows: rows.length, columns, leftOut };
}
