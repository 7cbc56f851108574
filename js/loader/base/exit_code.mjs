// Emscripten's exit() writes process.exitCode in Node, but that belongs to the program around us: it is put back.

const nodeProcess = globalThis.process?.versions?.node ? globalThis.process : null;

/**
 * @returns {string | number | null | undefined} the exit code that Node would end with now; undefined elsewhere
 */
export function readExitCode() {
  return nodeProcess?.exitCode;
}

/**
 * @param {string | number | null | undefined} code what readExitCode returned
 */
export function restoreExitCode(code) {
  if (nodeProcess && nodeProcess.exitCode !== code) nodeProcess.exitCode = code;
}
