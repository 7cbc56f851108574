// The errors that the build scripts tell the user.

/** A fault of the user's project: printed without a stack. */
export class BuildError extends Error {}

/** @param {unknown} error whatever was thrown */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/** @param {unknown} error whatever was thrown; its code, such as ENOENT, if it has one */
export const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error)?.code;
