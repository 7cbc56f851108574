// Stacks of failures in wasm: which module, function and place in a file each frame is.

/** @typedef {{ module: string, file: string }} Origin module: '' where a file has several */

/** @typedef {{ getThis(): any, getFunction(): any, getFunctionName(): string | null, getPosition(): number }} Frame */

/**
 * Instances whose frames can be named.
 * @type {WeakMap<object, Origin>}
 */
const origins = /* @__PURE__ */ new WeakMap();

/**
 * Makes an instance known, so that stacks name it.
 * @param {object} instance
 * @param {string} module name of its module; '' if it is of several
 * @param {string} [file] what it was compiled from
 */
export function nameInstance(instance, module, file = 'wasm') {
  origins.set(instance, { module, file });
}

/**
 * The frames of an error, as "    at sorter.sort_delays (sorter.wasm:0x1f4)" and as the engine writes those of
 * JavaScript. V8 tells who a frame of wasm is (v8: test/mjsunit/wasm/stack.js); what other engines write stays as it
 * is.
 * @param {Error} error
 * @returns {string}
 */
export function stackOf(error) {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = (_, frames) => `${error}\n${frames.map(frameText).join('\n')}`;
  try {
    const stack = String(error.stack); // V8 writes it when it is first asked for
    const first = stack.indexOf('\n    at ');
    return first < 0 ? stack : stack.slice(first + 1);
  } catch {
    return ''; // an error of the user's, whose stack or text throws
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}

/** @param {Frame} frame */
function frameText(frame) {
  const instance = frame.getThis();
  const origin = origins.get(instance);
  if (!origin) return `    at ${frame}`;
  return `    at ${functionName(frame, instance, origin.module)} (${origin.file}:0x${frame.getPosition().toString(16)})`;
}

/**
 * Without a name section only exports have names. Those of a fused file say their module.
 * @param {Frame} frame
 * @param {WebAssembly.Instance} instance
 * @param {string} module
 */
function functionName(frame, instance, module) {
  const index = frame.getFunction();
  const exported = Object.entries(instance.exports).find(
    ([, value]) => /** @type {Function} */ (value).name === String(index),
  )?.[0];
  const name =
    !module && exported
      ? exported.replace(':', '.')
      : `${module && `${module}.`}${frame.getFunctionName() ?? exported ?? `wasm-function[${index}]`}`;
  return name.replace(/\b__main_argc_argv$/, 'main');
}
