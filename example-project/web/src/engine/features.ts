// What this browser's WebAssembly has, and what of it matters here.
import * as detect from 'wasm-feature-detect';

export interface Feature {
  readonly name: string;
  readonly test: () => Promise<boolean>;
  readonly matters: string;
}

export const FEATURES: readonly Feature[] = [
  { name: 'Multi-memory', test: detect.multiMemory, matters: 'direct and fused files, the fast bridge' },
  { name: 'SIMD', test: detect.simd, matters: 'needed: copies move 16 bytes at a time' },
  { name: 'Several results', test: detect.multiValue, matters: 'needed: the fallback bridge moves 64 bytes a call' },
  { name: 'Bulk memory', test: detect.bulkMemory, matters: 'memory.copy and memory.fill' },
  { name: 'Exceptions', test: detect.exceptions, matters: 'modules built with -fwasm-exceptions' },
  { name: '64-bit memory', test: detect.memory64, matters: 'not used yet' },
  { name: 'Threads', test: detect.threads, matters: 'not used yet; needs a cross-origin isolated page' },
  { name: 'BigInt', test: detect.bigInt, matters: '64-bit numbers in JavaScript' },
];
