// What one app has of .NET: the runtime's files, the runtime, and the C# sides that are open.
/** @import { Program } from '../../app/program.mjs' */
/** @import { Instantiated, ModuleInstance } from '../../app/module_instance.mjs' */
/** @import { Manifest } from '../../manifest/manifest.mjs' */
/** @import { DotnetRuntime } from './runtime_start.mjs' */
import { TableSlots } from '../../functions/function_table.mjs';
import { Attachment } from './attachment.mjs';
import { dotnetExceptionText } from './dotnet_exception.mjs';
import { RuntimeFiles } from './runtime_files.mjs';
import { startRuntime } from './runtime_start.mjs';

/** The .NET part of one app. */
export class DotnetApp {
  /**
   * @param {Program} program the app
   */
  constructor(program) {
    this.program = program;
    const dotnet = /** @type {NonNullable<Manifest['dotnet']>} */ (program.manifest.dotnet); // checkDotnetEntry saw it
    this.files = new RuntimeFiles(dotnet, program.options.baseUrl);
    /** @type {Promise<DotnetRuntime> | null} */
    this.starting = null;
    /** Null until start() has resolved. */
    this.runtime = /** @type {DotnetRuntime} */ (/** @type {unknown} */ (null));
    this.slots = new TableSlots(); // of the runtime's table, which all C# sides share
    /** @type {Set<ModuleInstance>} open ones */
    this.sides = new Set();
    this.attachment = new Attachment(this);
    this.restingStack = 0;
  }

  /**
   * Starts the runtime, once: it lives as long as the page.
   * @returns {Promise<DotnetRuntime>}
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

  /**
   * The runtime has ended, and all C# sides with it.
   * @param {string} why
   */
  #fail(why) {
    for (const side of this.sides) side.fail(why);
    this.attachment.instance?.fail(why);
  }

  /** All instances whose code runs in the runtime, which is one module: a function pointer that one has all have. */
  get #all() {
    const { instance } = this.attachment;
    return instance ? [instance, ...this.sides] : this.sides;
  }

  /**
   * Gives a C# side's instance what all of them share, until it closes.
   * @param {ModuleInstance} instance
   * @param {() => boolean} isCalled whether an export of it is on the stack
   * @returns {Omit<Instantiated, 'exports'>}
   */
  join(instance, isCalled) {
    const { memory, table } = this.runtime;
    // The stack is the runtime's, and guards keep it with the attachment. What matters of a side is whether it runs.
    const isRunning = () => isCalled() || (this.sides.size === 1 && this.runtime.stackSave() !== this.restingStack);
    const runtime = {
      table: () => table,
      stackSave: () => Number(isRunning()),
      stackRestore: () => {},
      exceptionText: dotnetExceptionText,
    };
    instance.guardItself();
    instance.runAlongside(() => this.#all);
    instance.shareTable(this.slots);
    instance.whenClosed(() => {
      this.sides.delete(instance);
      if (this.sides.size === 0) this.attachment.end();
    });
    this.sides.add(instance);
    return { memory, stackSave: null, runtime };
  }
}
