// node script.test.mjs <script.mjs>: JavaScript as main.
import { pathToFileURL } from 'node:url';

const { default: createApp } = await import(pathToFileURL(process.argv[2]));
const app = await createApp();
app.modules.script.views.int32.set([20, 20], 4);
console.log(app.modules.adder.exports.add(16, 2), app.modules.script.memory.buffer.byteLength / 65536);
await app.open('clock');
console.log(app.modules.clock.exports.check());
