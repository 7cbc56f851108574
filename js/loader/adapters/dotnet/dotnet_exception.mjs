// A C# exception that has left an export.

/** What calls of a failed export throw where a guard or JavaScript called it. */
export class DotnetException extends Error {
  /**
   * @param {string} text "System.InvalidOperationException: message"
   */
  constructor(text) {
    super(text);
    this.name = 'DotnetException';
  }
}

/**
 * @param {unknown} thrown
 * @returns {string | null} what comes after the function's name in error texts; null: it is no C# exception
 */
export function dotnetExceptionText(thrown) {
  return thrown instanceof DotnetException ? `threw ${thrown.message}` : null;
}
