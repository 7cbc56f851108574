// Joins the runtime to the app, as a module that is in no manifest: C# itself, whichever side its code belongs to.
/** @import { ModuleInstance } from '../../app/module_instance.mjs' */
/** @import { ManifestEntry } from '../../manifest/manifest.mjs' */
/** @import { DotnetApp } from './dotnet_app.mjs' */
import { BlockFunctions } from './block_functions.mjs';

/** Access mode of a C# side that must not reach other modules. */
export const ACCESS_NONE = 'NONE';

/**
 * What the manifest would say of it; it has no files.
 * @type {Readonly<Omit<ManifestEntry, 'memory' | 'variants'>>}
 */
const ENTRY = /* @__PURE__ */ Object.freeze({
  name: 'dotnet',
  role: 'side',
  kind: 'dotnet',
  access: 'IMPORT',
  lazy: false,
  exports: {},
  api: [],
  imports: {},
});

/** C# as a caller of other modules: while it lasts, C# finds them. */
export class Attachment {
  /**
   * @param {DotnetApp} app
   */
  constructor(app) {
    this.app = app;
    /** @type {ModuleInstance | null} */
    this.instance = null;
  }

  /** Begins it, if it has not begun. Main has its memory by now. */
  begin() {
    if (this.instance) return;
    const { program, runtime, sides, slots } = this.app;
    const { memory, stackSave, stackRestore } = runtime;
    const instance = program.createExtraInstance(/** @type {ManifestEntry} */ (ENTRY));
    this.instance = instance;
    instance.becomeInstantiated({
      exports: {},
      memory,
      stackSave,
      runtime: { table: () => runtime.table, stackSave, stackRestore },
    });
    instance.shareTable(slots);
    instance.runAlongside(() => sides);
    const blocks = new BlockFunctions(program, instance, runtime);
    instance.offerServices(blocks.services);
    instance.whenOtherCloses((gone) => blocks.forget(gone));
    instance.becomeReady(null);
    program.addLive(instance);
    try {
      runtime.interop.Attach(instance.handle, instance.table.pin(instance.accessor.rbBridge, instance));
    } catch (error) {
      this.#release(instance);
      throw error;
    }
  }

  /** Ends it: C# can use nothing of the app any more, and nothing of ours stays in the runtime's table. */
  end() {
    const { instance } = this;
    if (!instance) return;
    try {
      if (instance.state === 'ready') this.app.runtime.interop.Detach();
    } catch {
      // The runtime has ended without a word; what is ours is released all the same.
    }
    this.#release(instance);
  }

  /** @param {ModuleInstance} instance */
  #release(instance) {
    this.instance = null;
    this.app.program.releaseInstance(instance);
  }
}
