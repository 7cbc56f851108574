// Counts bytes and tells the user's onProgress about stages.
/** @import { ProgressEvent, Stage } from '../index.d.ts' */

/** @typedef {{ signal: AbortSignal | undefined, progress: Progress }} LoadContext of one loading operation */

/** One loading operation (load() or open()) as its user sees it. */
export class Progress {
  /**
   * @param {((event: ProgressEvent) => void) | undefined} onProgress
   */
  constructor(onProgress) {
    this.onProgress = onProgress;
    this.loadedBytes = 0;
    this.totalBytes = 0;
  }

  /**
   * Announces bytes that will be fetched.
   * @param {number} bytes
   */
  expect(bytes) {
    this.totalBytes += bytes;
  }

  /**
   * Counts bytes that came in.
   * @param {string} module
   * @param {number} bytes
   */
  received(module, bytes) {
    this.loadedBytes += bytes;
    this.report('fetch', module);
  }

  /**
   * @param {Stage} stage
   * @param {string} module
   */
  report(stage, module) {
    try {
      this.onProgress?.({ stage, module, loadedBytes: this.loadedBytes, totalBytes: this.totalBytes });
    } catch (error) {
      // As with event listeners: an error of the listener is reported, and does not disturb what it listens to.
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
