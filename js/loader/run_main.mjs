// Runs main() of the main module.
import { throwIfAborted } from './abort.mjs';
import { putExitCodeBack, readExitCode } from './exit_code.mjs';
import { mainExited } from './program.mjs';

/**
 * Calls main(arguments) and waits for it if it suspends.
 * process.exitCode is left as it was: the status belongs to whoever called load().
 * @param {object} program the app, all modules ready
 * @param {{ signal: AbortSignal | undefined, progress: object }} context
 * @throws {WasmPseudoLinkError} MAIN_EXITED (property status), UNGUARDED_CALL_FAILED, ABORTED
 */
export async function runMain(program, { signal, progress }) {
  const { instance } = program.main;
  const args = program.options.modules[program.main.name] ?? {};
  throwIfAborted(signal);
  if (!instance.runtime.callMain || args.noInitialRun) return;
  progress.report('main', program.main.name);
  const status = await callMain(program, instance, [...(args.arguments ?? [])]);
  if (instance.state === 'failed')
    throw program.failDirectly(instance, { kind: 'abort', text: `${instance.name}.main ${instance.failure}` });
  if (status) throw mainExited(instance.name, status);
}

async function callMain(program, instance, args) {
  const exitCode = readExitCode();
  program.stacks.begin();
  try {
    const status = await instance.runtime.callMain(args);
    const { asyncify } = instance.runtime;
    return asyncify?.pending?.() ? await asyncify.whenDone() : status;
  } catch (thrown) {
    const failure = program.describe(instance, thrown, 'main');
    if (failure.kind === 'exit' && !failure.status) return 0;
    throw program.failDirectly(instance, failure);
  } finally {
    program.stacks.depth -= 1;
    putExitCodeBack(exitCode);
  }
}
