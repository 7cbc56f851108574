// Types of the loader. The build writes app.d.mts beside app.mjs: all of this down to the mark at the end, followed by
// the app's own types (js/tools/app/app_types.mjs).

/** Where loading has got to. */
export type Stage = 'fetch' | 'compile' | 'instantiate' | 'constructors' | 'main' | 'ready';

/** What onProgress gets. Bytes are counted over all files of one load() or open(). */
export interface ProgressEvent {
  readonly stage: Stage;
  /** Name of the module in the manifest. */
  readonly module: string;
  readonly loadedBytes: number;
  readonly totalBytes: number;
}

/** Emscripten's module arguments (print, locateFile, preRun ...), and what the loader adds. */
export interface ModuleArguments {
  /** Arguments of main(), without the program's name. */
  arguments?: string[];
  /** Do not call main(). */
  noInitialRun?: boolean;
  /** A memory from outside; null: let the module's JavaScript make its own; absent: the loader makes it. */
  wasmMemory?: WebAssembly.Memory | null;
  /**
   * Own instantiation; imports are complete, and done must be called with the instance within hookTimeout. Not for C#
   * sides, modules by wasm-bindgen and a JavaScript main, which nobody but their runtimes can start.
   */
  instantiateWasm?(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void): unknown;
  /** A JavaScript main: what sides find in it by name, as `{ "name:signature": function }`. */
  functions?: Record<string, (...args: any[]) => number | bigint | void>;
  /** WASI and Emscripten: take each line that the module prints; default: the console. */
  print?(text: string): void;
  printErr?(text: string): void;
  /** WASI: environment variables by name. */
  env?: Record<string, string>;
  /** WASI: files by path from the root, in memory; the module may change them and make others. */
  files?: Record<string, string | Uint8Array>;
  /** C# sides: further options of the .NET runtime, whose builder dotnet is, before it starts. */
  configureRuntime?(dotnet: any): void;
  /** C# sides: forces one way of calling C#, for tests. */
  callBy?: 'raw' | 'jsexport';
  [name: string]: unknown;
}

/**
 * Options that createApp and load have in common; Name is one of the app's modules. They are read once, and checked
 * before anything else happens: BAD_OPTION. One that is undefined is the same as none.
 */
export interface AppOptions<Name extends string = string> {
  onProgress?: (event: ProgressEvent) => void;
  /** Ends loading with code ABORTED until main starts. */
  signal?: AbortSignal;
  /** Module arguments by module name; "main" is the main module whatever its target is called, by one of its names. */
  modules?: { [Module in Name | 'main']?: ModuleArguments };
  /** The best variant to take: "fused", then "direct", then "portable"; by default the best that the engine can run. */
  prefer?: 'portable' | 'direct' | 'fused';
  /** Forces one way of copying between memories, for tests. */
  bridge?: 'bridge' | 'bridge_fb';
  /**
   * Where there is multi-memory: the size in bytes from which on copies between memories go by memory.copy, smaller
   * ones by a loop; 0 to 4294967295, which is never. Default: what is faster in the engine.
   */
  memoryCopyFrom?: number;
  /** What the addresses in the manifest are relative to; default: the folder of app.mjs. */
  baseUrl?: string | URL;
  /**
   * Gets the status when main calls exit() after it has returned, from a timer or another callback. Without it a status
   * other than 0 is an uncaught error MAIN_EXITED.
   */
  onExit?: (status: number) => void;
  /**
   * Milliseconds that an own instantiateWasm may take, and a module's JavaScript to start it; above 0, up to
   * 2147483647, default 30000.
   */
  hookTimeout?: number;
  /**
   * Milliseconds without an answer, or without another byte, after which the fetch of a file fails with FILE_MISSING;
   * default: no limit.
   */
  fetchTimeout?: number;
}

/** State of a module. */
export type ModuleState = 'loading' | 'instantiated' | 'constructing' | 'ready' | 'failed' | 'exited' | 'closed';

/** Exports of a module about which no more is known. */
export type AnyExports = Record<string, (...args: (number | bigint)[]) => any>;

/** Exports by module name, where no more is known. */
export type AnyModules = Record<string, AnyExports>;

/** A module's memory as JavaScript sees it. Each array is over the whole memory; ask for it again after each call. */
export interface MemoryViews {
  readonly int8: Int8Array;
  readonly uint8: Uint8Array;
  readonly int16: Int16Array;
  readonly uint16: Uint16Array;
  readonly int32: Int32Array;
  readonly uint32: Uint32Array;
  readonly bigInt64: BigInt64Array;
  readonly bigUint64: BigUint64Array;
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  /** A part of the memory; BAD_POINTER if it is not inside. */
  bytes(address: number, length: number): Uint8Array;
  /** UTF-8 text of that many bytes; without length, up to a zero. */
  readText(address: number, length?: number): string;
  /** Writes UTF-8 text and a zero; BAD_POINTER if they do not fit. Returns the text's length in bytes. */
  writeText(address: number, capacity: number, text: string): number;
}

/** What a module's handle offers beside calls, in apps that have other modules than Emscripten's and C#. */
export interface ModuleTools {
  /** Its memory as typed arrays. */
  readonly views: MemoryViews;
  /**
   * Makes a JavaScript function a function pointer of this module, until it is removed or the module closes; the
   * signature has the result first, "iii".
   */
  addFunction(func: (...args: any[]) => number | bigint | void, signature: string): number;
  /** Calls of the pointer fail from now on. Returns false if it is none that addFunction gave. */
  removeFunction(pointer: number): boolean;
  /** The function behind a function pointer of this module: guarded, unless it is JavaScript. */
  getFunction(pointer: number): (...args: (number | bigint)[]) => any;
}

/** A module of a running app. The handle of a lazy side stays the same when it is closed and opened again. */
export interface ModuleHandle<Exports = AnyExports> extends ModuleTools {
  readonly name: string;
  readonly state: ModuleState;
  /** Why the module failed, or ''. */
  readonly failure: string;
  readonly variant: string;
  /** Its memory; take `buffer` again after each call, since it may have grown. */
  readonly memory: WebAssembly.Memory;
  /** Every exported function, guarded: a trap, exception, abort() or exit() is thrown as WasmPseudoLinkError. */
  readonly exports: Readonly<Exports>;
  /**
   * What its own JavaScript offers: Emscripten's Module object, the .NET runtime's API, the exports of wasm-bindgen's
   * script; `instance` and `wasi` of a module without. Once this was read, every guarded call saves the stack pointer
   * of this module, because JavaScript can enter it without a guard.
   */
  readonly module: any;
}

/** A side's access mode: how it reaches main. */
export type AccessMode = 'DIRECT' | 'IMPORT' | 'ACCESSOR' | 'POINTER' | 'NONE';

/** Bytes of a file. They are copied before open() returns. */
export type FileBytes = ArrayBuffer | ArrayBufferView | Blob;

/** Options of open() for a plugin. One of url, bytes and files says where it is. */
export interface PluginOptions extends Pick<AppOptions, 'onProgress' | 'signal'> {
  /** Address of its .wasm or .side.json, relative to the app's folder. */
  url?: string | URL;
  /** Its .wasm, which has the side manifest in it. */
  bytes?: FileBytes;
  /** Its .wasm, or its .side.json and what that names: files that a user has chosen, or bytes by path. */
  files?: FileList | readonly File[] | ReadonlyMap<string, FileBytes>;
  /** The interface of the app that it must implement. */
  interface: string;
  /** Its name in this app, 1 to 100 characters; default: its own. */
  as?: string;
  /** How it reaches main; default: NONE. Any other mode reaches all of main's memory: for plugins that you trust. */
  access?: AccessMode;
  /** Whether calls from other modules are guarded; default: true. Those from JavaScript always are. */
  guarded?: boolean;
  /**
   * Bytes that its memory may grow to, 0 to 4294967296; default: 268435456. Each of its tables may have one entry per
   * 256 bytes of it.
   */
  maxMemory?: number;
  /** Expected hash "sha384-..." of the file that is opened. */
  integrity?: string;
  /** Take each line that it prints by WASI; default: the console. */
  print?(line: string): void;
  printErr?(line: string): void;
}

/** The .NET runtime of an app that has C# sides. */
export interface DotnetPart {
  /** Its version. */
  readonly version: string;
  /** How other modules call C#: by the runtime's raw export, or by a [JSExport]; null until the runtime is there. */
  readonly calls: 'raw' | 'jsexport' | null;
}

/** A running app: the exports of its modules by name, the name of the main module, and which modules are LAZY_SIDES. */
export interface App<
  Modules = AnyModules,
  Main extends keyof Modules = keyof Modules,
  Lazy extends keyof Modules = keyof Modules,
> {
  readonly main: ModuleHandle<Modules[Main]>;
  readonly modules: { readonly [Name in keyof Modules]: ModuleHandle<Modules[Name]> };
  /** Opens a lazy side; each open needs its own close. */
  open<Name extends Lazy>(
    name: Name,
    options?: Pick<AppOptions, 'onProgress' | 'signal'>,
  ): Promise<ModuleHandle<Modules[Name]>>;
  /** Opens a plugin: a side that was not known when the app was built. Each open needs its own close. */
  open(plugin: PluginOptions): Promise<ModuleHandle>;
  /** Opens a plugin, which is open already, once more. */
  open(name: string): Promise<ModuleHandle>;
  /** Closes a plugin as it does a lazy side; nothing of it is left. */
  close(name: string): boolean;
  /** Gives back one open. Returns whether the side is closed now. */
  close(name: Lazy): boolean;
  readonly variant: 'portable' | 'direct' | 'fused';
  /** How bytes are copied between memories in this engine. */
  readonly bridge: 'bridge' | 'bridge_fb';
  /**
   * Size in bytes from which on copies go by memory.copy, smaller ones by a loop; null where none goes by multi-memory.
   */
  readonly memoryCopyFrom: number | null;
  /** Only in apps that have C# sides. */
  readonly dotnet?: DotnetPart;
}

/** Codes of WasmPseudoLinkError. */
export type ErrorCode =
  | 'BAD_OPTION'
  | 'MANIFEST_INVALID'
  | 'ABI_MISMATCH'
  | 'ENGINE_TOO_OLD'
  | 'FILE_MISSING'
  | 'FILE_DAMAGED'
  | 'COMPILE_FAILED'
  | 'GLUE_FAILED'
  | 'DOTNET_FAILED'
  | 'IMPORTS_UNRESOLVED'
  | 'LINK_FAILED'
  | 'HOOK_FAILED'
  | 'OUT_OF_MEMORIES'
  | 'CONSTRUCTOR_FAILED'
  | 'MAIN_EXITED'
  | 'UNGUARDED_CALL_FAILED'
  | 'GUARDED_CALL_FAILED'
  | 'MODULE_FAILED'
  | 'MODULE_CLOSED'
  | 'MODULE_BUSY'
  | 'CALLBACK_DEAD'
  | 'STATIC_MODULE'
  | 'NOT_LAZY'
  | 'NOT_OPEN'
  | 'NOT_READY'
  | 'UNKNOWN_MODULE'
  | 'UNKNOWN_SYMBOL'
  | 'WRONG_SIGNATURE'
  | 'BAD_HANDLE'
  | 'BAD_POINTER'
  | 'ACCESS_REFUSED'
  | 'NAME_TAKEN'
  | 'INTERFACE_MISMATCH'
  | 'PLUGIN_REFUSED'
  | 'TABLE_FULL'
  | 'PART_LEFT_OUT'
  | 'ABORTED';

/**
 * The error of the loader; message reads "<module>: what happened; what to do". Where something else failed first, that
 * is `cause`, and `stack` has the frames of the cause: those of wasm by module and function in Node and Chromium.
 */
export class WasmPseudoLinkError extends Error {
  constructor(code: ErrorCode, module: string, what: string, remedy: string, details?: object);
  readonly code: ErrorCode;
  /** Name of the module, or '' when the whole app is meant. */
  readonly module: string;
  readonly what: string;
  readonly remedy: string;
  /** MAIN_EXITED: the status. */
  readonly status?: number;
  /** GUARDED_CALL_FAILED: the function. */
  readonly function?: string;
  /** How the call ended: trap, exception, abort, exit or error. */
  readonly kind?: string;
  /** FILE_MISSING, FILE_DAMAGED, COMPILE_FAILED: the file. */
  readonly file?: string;
  readonly expected?: unknown;
  readonly actual?: unknown;
  /** IMPORTS_UNRESOLVED: every missing or mistyped name. */
  readonly faults?: readonly string[];
  /** MANIFEST_INVALID: every problem. */
  readonly problems?: readonly string[];
  /** UNGUARDED_CALL_FAILED, MAIN_EXITED: the modules that are marked failed. */
  readonly modules?: readonly string[];
}

// ---- app.d.mts ends here ----

/** Options of load(). */
export interface LoadOptions extends AppOptions {
  /** The helper modules; app.mjs passes them. */
  helpers: { accessor: Uint8Array; blocks: Uint8Array; bridge: Uint8Array; bridge_fb: Uint8Array };
  /** Expected hash "sha384-..." of the manifest, if it is given as an address. */
  manifestIntegrity?: string;
}

/** Every code with what it means. */
export const ERROR_CODES: Readonly<Record<ErrorCode, string>>;

/** Loads the modules of a manifest and runs main(). */
export function load(manifest: object | string | URL, options: LoadOptions): Promise<App>;
