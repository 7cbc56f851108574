// Runs main() of the main module.
/** @import { Program, StartedRecord } from '../app/program.mjs' */
/** @import { Asyncify, ModuleInstance, ModuleRuntime } from '../app/module_instance.mjs' */
/** @import { LoadContext } from './progress.mjs' */
import { throwIfAborted } from '../base/abort.mjs';
import { restoreExitCode, readExitCode } from '../base/exit_code.mjs';
import { mainExited } from '../app/program.mjs';

/**
 * Calls main(arguments) and waits for it if it suspends.
 * process.exitCode is left as it was: the status belongs to whoever called load().
 * @param {Program} program the app, all modules ready
 * @param {LoadContext} context
 * @throws {WasmPseudoLinkError} MAIN_EXITED (property status), UNGUARDED_CALL_FAILED, ABORTED
 */
export async function runMain(program, { signal, progress }) {
  const { instance } = /** @type {StartedRecord} */ (program.main);
  const args = program.options.modules[program.main.name] ?? {};
  throwIfAborted(signal);
  if (!instance.runtime?.callMain || args.noInitialRun) return;
  progress.report('main', program.main.name);
  const status = await callMain(program, instance, [...(args.arguments ?? [])]);
  if (instance.state === 'failed')
    throw program.failDirectly(instance, { kind: 'abort', text: `${instance.name}.main ${instance.failure}` });
  if (status) throw mainExited(instance.name, status);
}

/**
 * @param {Program} program
 * @param {ModuleInstance} instance of main, which has a main()
 * @param {string[]} args
 */
async function callMain(program, instance, args) {
  const runtime = /** @type {ModuleRuntime} */ (instance.runtime);
  const exitCode = readExitCode();
  try {
    const status = await beginMain(program, instance, args);
    const asyncify = /** @type {Asyncify | null} */ (runtime.asyncify);
    return asyncify?.pending?.() ? await asyncify.whenDone() : status;
  } catch (thrown) {
    const failure = program.describe(instance, thrown, 'main');
    if (failure.kind === 'exit' && !failure.status) return 0;
    throw program.failDirectly(instance, failure);
  } finally {
    restoreExitCode(exitCode);
  }
}

/**
 * Calls main as guarded calls are made, but without putting stack pointers back: main may go on later, with what it has
 * on its stack, in a main loop or after a suspension. What calls inside owe is done here, so that nobody else does it
 * with main's own stack pointer.
 * @param {Program} program
 * @param {ModuleInstance} instance of main
 * @param {string[]} args
 */
function beginMain(program, instance, args) {
  const { stacks } = program;
  const mark = stacks.enter(program.stacksOf(instance));
  try {
    return instance.runtime?.callMain?.(args);
  } finally {
    if (stacks.owed) stacks.settle();
    stacks.depth = mark;
  }
}
