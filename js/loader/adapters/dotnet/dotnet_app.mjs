// What one app has of .NET: the runtime's files, the runtime, and the C# sides that are open.
import { SpareSlots } from '../../function_table.mjs';
import { Attachment } from './attachment.mjs';
import { dotnetExceptionText } from './dotnet_exception.mjs';
import { RuntimeFiles } from './runtime_files.mjs';
import { startRuntime } from './runtime_start.mjs';

/** The .NET part of one app. */
export class DotnetApp {
  /**
   * @param {object} program the app
   */
  constructor(program) {
    this.program = program;
    this.files = new RuntimeFiles(program.manifest.dotnet, program.options.baseUrl);
    this.starting = null;
    this.runtime = null;
    this.spare = new SpareSlots(); // of the runtime's table, which all C# sides share
    this.sides = new Set(); // open instances
    this.attachment = new Attachment(this);
    this.restingStack = 0;
  }

  /**
   * Starts the runtime, once: it lives as long as the page.
   * @returns {Promise<object>}
   * @throws {WasmPseudoLinkError} as startRuntime
   */
  async start() {
    this.starting ??= this.#start();
    return this.starting;
  }

  async #start() {
    const { manifest, options } = this.program;
    const sides = manifest.modules.filter(({ kind }) => kind === 'dotnet');
    const args = sides.map(({ name }) => options.modules[name] ?? {});
    try {
      this.runtime = await startRuntime(this.files, args, (why) => this.#fail(why));
      this.restingStack = this.runtime.stackSave();
      return this.runtime;
    } catch (error) {
      this.starting = null;
      throw error;
    }
  }

  /** The runtime has ended, and all C# sides with it. */
  #fail(why) {
    for (const side of this.sides) side.fail(why);
    this.attachment.instance?.fail(why);
  }

  /**
   * Gives a C# side's instance what all of them share, until it closes.
   * @param {object} instance
   * @param {() => boolean} isCalled whether an export of it is on the stack
   */
  join(instance, isCalled) {
    const { memory, table } = this.runtime;
    instance.memory = memory;
    // The stack is the runtime's, and guards keep it with the attachment. What matters of a side is whether it runs.
    const isRunning = () => isCalled() || (this.sides.size === 1 && this.runtime.stackSave() !== this.restingStack);
    instance.runtime = {
      table: () => table,
      stackSave: () => Number(isRunning()),
      stackRestore: () => {},
      exceptionText: dotnetExceptionText,
    };
    instance.guardsItself = true;
    instance.shareTable(this.spare);
    instance.onClose = () => {
      this.sides.delete(instance);
      if (this.sides.size === 0) this.attachment.end();
    };
    this.sides.add(instance);
  }
}
