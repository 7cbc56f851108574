// Runs JavaScript of others in a process of its own: it may end the process, never end, or print whatever it likes.
import { fork } from 'node:child_process';

/** Characters that are kept of what the process prints, for the error. */
const OUTPUT = 1000;

/**
 * @typedef {object} Failure
 * @property {string} error words that continue "its GLUE ..."
 * @property {string} [code] code or name of the JavaScript error
 * @property {boolean} [asked] it took the option instantiateWasm, so it is a factory
 * @property {Uint8Array} [bytes] the wasm file that is in the glue
 * @property {string[]} [exports] functions that it exports, if it came so far that they are known
 */

/**
 * Forks a script of this folder, which sends one answer.
 * @template Answer
 * @param {string} script path
 * @param {string[]} args
 * @param {number} timeLimit in milliseconds
 * @returns {Promise<Answer | Failure>} without an answer a failure that says how the process ended
 */
export function runChild(script, args, timeLimit) {
  return new Promise((resolve) => {
    const child = fork(script, args, {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
      serialization: 'advanced',
    });
    let output = '';
    /** @param {Buffer} part */
    const keep = (part) => {
      output = `${output}${part}`.slice(-OUTPUT);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    let error = `did not start the module within ${timeLimit / 1000} s: ${DUTY}`;
    const timer = setTimeout(() => child.kill('SIGKILL'), timeLimit);
    child.on('message', (answer) => resolve(/** @type {Answer | Failure} */ (answer)));
    child.on('error', (fault) => resolve({ error: `could not be run: ${fault.message}` }));
    child.on('close', (status) => {
      clearTimeout(timer);
      if (status !== null) error = `ended Node with exit code ${status} before the module was started`;
      resolve({ error: output ? `${error}. It printed: ${output.trim()}` : error });
    });
  });
}

const DUTY = 'it must call the option instantiateWasm(imports, done) and then become ready';

/** What is wrong with the vendor's JavaScript, in words that continue "its GLUE ...". */
export class GlueFault extends Error {}

/**
 * Does the work of a child: tells the parent what it gives, or how it failed, and ends, whatever the vendor's
 * JavaScript still waits for.
 * @param {() => Promise<object>} work
 * @param {() => Promise<Partial<Failure>>} describe gives further members of a failure
 */
export async function answerParent(work, describe) {
  /** @param {Failure} failure */
  const fail = async (failure) => tellParent({ ...failure, ...(await describe().catch(() => ({}))) });
  process.exit = (status) => {
    throw new GlueFault(`ended the process with status ${status}`);
  };
  // Emscripten's glue has handlers of its own, which throw again.
  process.setUncaughtExceptionCaptureCallback((error) => fail(failureOf(error)));
  // Nothing is left to do, and work() waits for ever.
  process.once('beforeExit', () => fail({ error: `waits for something that never happens: ${DUTY}` }));
  work().then(tellParent, (error) => fail(failureOf(error)));
}

/** @param {object} message */
function tellParent(message) {
  process.send?.(message, undefined, undefined, () => process.kill(process.pid, 'SIGKILL'));
}

/**
 * @param {any} error whatever was thrown
 * @returns {Failure}
 */
function failureOf(error) {
  try {
    if (error instanceof GlueFault) return { error: error.message };
    if (!(error instanceof Error)) return { error: `throws ${String(error)}` };
    const [line] = error.message.split('\n'); // of a `require` that fails, the others list who required it
    const { code, name } = /** @type {NodeJS.ErrnoException} */ (error);
    return { error: `fails with ${name}: ${line.replace(/\.$/, '')}`, code: String(code ?? name) };
  } catch {
    return { error: 'throws a value without text' };
  }
}
