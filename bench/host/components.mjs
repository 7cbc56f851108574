// Peer: a WebAssembly component that calls another one, both transpiled by jco: components.mjs WASM-AS FOLDER.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transpileBytes } from '@bytecodealliance/jco-transpile';
import { componentEmbed, componentNew } from '@bytecodealliance/jco-transpile/wasm-tools';

const SOURCES = fileURLToPath(new URL('../apps/component', import.meta.url));
const [assembler, folder] = process.argv.slice(2);
const witSource = readFileSync(join(SOURCES, 'component.wit'), 'utf8');

mkdirSync(folder, { recursive: true });
for (const name of ['callee', 'caller']) {
  const core = join(folder, `${name}.module.wasm`);
  execFileSync(assembler, [join(SOURCES, `${name}.wat`), '-o', core]);
  const embedded = await componentEmbed({ binary: readFileSync(core), witSource, world: name });
  const component = await componentNew(embedded);
  const { files } = await transpileBytes(component, { name, instantiation: 'async', optimize: false });
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(folder, file), bytes);
}
