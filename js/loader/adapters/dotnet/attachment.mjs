// Joins the runtime to the app, as a module that is in no manifest: C# itself, whichever side its code belongs to.
import { ModuleInstance } from '../../module_instance.mjs';
import { createRbBridge } from '../../rb_bridge.mjs';
import { BlockFunctions } from './block_functions.mjs';

/** Access mode of a C# side that must not reach other modules. */
export const ACCESS_NONE = 'NONE';

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
   * @param {object} app DotnetApp
   */
  constructor(app) {
    this.app = app;
    this.instance = null;
  }

  /** Begins it, if it has not begun. Main has its memory by now. */
  begin() {
    if (this.instance) return;
    const { program, runtime, spare } = this.app;
    const instance = new ModuleInstance(ENTRY, program.nextHandle++, program.options.helpers);
    this.instance = instance;
    instance.rbBridge = createRbBridge(program, instance);
    instance.memory = runtime.memory;
    instance.exports = {};
    instance.stackSave = runtime.stackSave;
    instance.runtime = { table: () => runtime.table, stackSave: runtime.stackSave, stackRestore: runtime.stackRestore };
    instance.shareTable(spare);
    const blocks = new BlockFunctions(program, instance, runtime);
    instance.ownServices = blocks.services;
    instance.onForget = (gone) => blocks.forget(gone);
    instance.state = 'ready';
    program.byHandle.set(instance.handle, instance);
    program.addLive(instance);
    try {
      runtime.interop.Attach(instance.handle, instance.table.pin(instance.accessor.rbBridge, instance));
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  /** Ends it: C# can use nothing of the app any more, and nothing of ours stays in the runtime's table. */
  end() {
    if (!this.instance) return;
    try {
      if (this.instance.state === 'ready') this.app.runtime.interop.Detach();
    } catch {
      // The runtime has ended without a word; what is ours is released all the same.
    }
    this.#release();
  }

  #release() {
    const { instance } = this;
    this.instance = null;
    this.app.program.releaseInstance(instance);
  }
}
