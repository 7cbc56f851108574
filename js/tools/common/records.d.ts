// The records that pass from one step of the build to the next: configurations, which CMake writes; descriptions of
// modules, one JSON file per module; the manifest of an app.

/** How a side reaches the memory of main. */
export type Access = 'DIRECT' | 'IMPORT' | 'ACCESSOR' | 'POINTER' | 'NONE';

/** Letters v i j f d (void, i32, i64, f32, f64), the result first; null: types that have no letter. */
export type Signature = string | null;

/** Signatures of functions by name. */
export type Signatures = Record<string, Signature>;

// ---- Manifest: templates/manifest.schema.json ----

export interface ManifestFile {
  url: string;
  bytes: number;
  integrity: string;
}

export interface ManifestMemory {
  imported: boolean;
  initial: number;
  maximum: number | null;
  address: 'i32' | 'i64';
  shared: boolean;
}

/**
 * A wasm file of a module. Modules: those of a fused file; memories: other modules whose memories a direct file
 * reaches.
 */
export interface VariantFile {
  variant: 'portable' | 'direct' | 'fused';
  memories?: string[];
  modules?: string[];
  wasm: ManifestFile;
}

export interface ManifestEntry {
  name: string;
  role: 'main' | 'side';
  kind: 'emscripten' | 'dotnet' | 'wasm' | 'bindgen' | 'javascript';
  access?: Access;
  guarded?: boolean;
  abi: number;
  assembly?: string;
  variants: VariantFile[];
  glue?: ManifestFile;
  packages?: ManifestFile[];
  unlisted?: string[];
  /** Of C# sides it is that of the runtime, which is known when main is published. */
  memory?: ManifestMemory;
  memoryName?: string;
  exports: Signatures;
  api: string[];
  imports: Record<string, Signatures>;
  asyncify?: boolean;
  table?: { initial: number; maximum: number | null };
  names?: Record<string, string>;
  init?: string[];
  importScripts?: Record<string, ManifestFile>;
  wasi?: { entry: string; files: ManifestFile[] };
  lazy?: boolean;
  internal?: string[];
}

export interface DotnetRuntime {
  host: string;
  version: string;
  runtime: ManifestFile;
  assets: (ManifestFile & { behavior?: string })[];
}

/** What plugins implement, and functions of main that they may call. */
export interface InterfaceEntry {
  name: string;
  version: string;
  functions: Record<string, string>;
  optional: Record<string, string>;
  host: Record<string, string>;
}

/** <interface>.interface.json: declarations are those of its functions in C++, by name. */
export interface InterfaceDescription extends InterfaceEntry {
  declarations: Record<string, string>;
}

export interface AppManifest {
  abi: number;
  generator: string;
  main: string;
  modules: ManifestEntry[];
  interfaces?: InterfaceEntry[];
  dotnet?: DotnetRuntime;
}

// ---- Descriptions ----

/** <module>.module.json: the entry for manifests, and what only the build wants to know. */
export interface ModuleDescription extends ManifestEntry {
  /** The level at which emcc linked it: -O0 to -O3, -Os or -Oz. */
  optimization?: string;
  /** The functions of other modules that it looks up when it first calls them, such as the imports of a C# side. */
  lookups?: Record<string, Signatures>;
  /** The functions that it asks the loader for, such as `main_getI32`. Unknown of what older versions have linked. */
  asks?: string[];
  /** Others can allocate in its memory. Unknown of what older versions or other tools have linked. */
  lendsAllocator?: boolean;
  /** It was not linked by emcc in this project. */
  prebuilt?: true;
}

/** <app>.dotnet.json: the published .NET runtime of an app. */
export interface RuntimeDescription {
  memory: ManifestMemory;
  dotnet: DotnetRuntime;
}

/** Where a module's files are: their folder, and what their names begin with. */
export interface Place {
  folder: string;
  base: string;
}

/** A file that the build is to write, relative to the folder of its module. */
export interface FileContent {
  url: string;
  content: Uint8Array | string;
}

/** A wasm file that the build made, with its source map if there is one. */
export interface MadeVariant {
  entry: VariantFile;
  files: FileContent[];
}

// ---- Apps ----

/** A module of an app. */
export interface AppModule {
  description: ModuleDescription;
  /** Where its files are before they are staged. */
  folder: string;
  lazy: boolean;
}

/** What is known of an app when all its modules are described. */
export interface App {
  main: AppModule;
  sides: AppModule[];
  /** PLUGIN_INTERFACES */
  interfaces: InterfaceDescription[];
  runtime?: DotnetRuntime;
}

// ---- Configurations: cmake/ ----

/** What all modules have: _wpl_write_module_config. */
export interface ModuleConfig {
  name: string;
  role: 'main' | 'side';
  abi: number;
  generator: string;
  /** Folder of binaryen's tools. */
  binaryen: string;
  /** Folder of the .wat files. */
  wat: string;
  /** The file that the build system knows. */
  target: string;
  /** <module>.module.json */
  moduleFile: string;
  /** Of a side: what the macros of its API header begin with, '' without wasm_generate_api_header. */
  prefix?: string;
}

/** A module that emcc links. Members of sides are missing in that of a main, and the reverse. */
export interface LinkedConfig extends ModuleConfig {
  /** Folder of Emscripten. */
  emscripten: string;
  /** Whether a source map is made of DWARF. */
  lines: boolean;
  access?: Access;
  guarded?: boolean;
  allowJs?: boolean;
  /** EXPORTS */
  libraryExports?: string[];
  /** Of a side: what it is made of, by the folders in which CMake looks for sources, and where headers are. */
  sources?: string[];
  sourceFolders?: string[];
  includes?: string[];
  sides?: SideConfig[];
}

/** A plugin in one file, linked by emcc or by anything else: _wpl_finish_no_js_side, _wpl_add_prebuilt_plugin. */
export interface NoJsConfig extends ModuleConfig {
  access: Access;
  guarded: boolean;
  /** IMPLEMENTS: their <interface>.interface.json. */
  interfaceFiles: string[];
  /** INIT of a prebuilt one. */
  init?: string[];
}

/** A module that emcc does not link: _wpl_prebuilt_config. Texts that were not given are empty. */
export interface PrebuiltConfig extends ModuleConfig {
  /** Empty where the wasm file is in the glue. */
  file: string;
  glue: string;
  glueFormat: '' | 'ESM' | 'UMD';
  importScripts: { module: string; file: string }[];
  wasi: string;
  sourceFolder: string;
  init: string[];
  memoryName: string;
  features: string[];
  knownSides: string[];
  access?: Access;
  guarded?: boolean;
  sides?: SideConfig[];
  /** Of a side only. */
  depfile?: string;
  stubFile?: string;
}

/** A side in the configuration of its main. */
export interface SideConfig {
  name: string;
  moduleFile: string;
  target: string;
  lazy: boolean;
}

/** What running the .NET SDK needs: _wpl_dotnet_settings. */
export interface DotnetSettings {
  dotnet: string;
  /** cmake/WasmPseudoLinkDotnet.targets */
  targets: string;
  buildTree: string;
  /** The folder of all results. */
  artifacts: string;
  /** Those of all C# sides, for which the library is built. */
  frameworks: string[];
}

/** A side in C#. */
export interface DotnetSideConfig extends ModuleConfig, DotnetSettings {
  access: Access;
  guarded: boolean;
  configuration: string;
  project: string;
  /** Folder for the lists of what the C# build read. */
  inputs: string;
  stamp: string;
  depfile: string;
  apiTool: string;
  apiFile: string;
  /** With wasm_generate_api_header: the headers, and the templates that it has filled in as far as it could. */
  headers?: { api: string; apiTemplate: string; imports: string; importsTemplate: string };
  stubFile: string;
}

/** The C# sides of a main: _wpl_dotnet_host_config. */
export interface DotnetHostConfig extends DotnetSettings {
  /** The main that publishes for all with the same C# sides. */
  publisher: string;
  project: string;
  manifestFile: string;
  sides: { name: string; project: string; configuration: string }[];
}

/** A main module: _wpl_write_main_config. */
export interface AppConfig extends ModuleConfig {
  kind?: 'prebuilt' | 'javascript';
  /** Of a main in JavaScript. */
  memory?: ManifestMemory;
  loader: string;
  /** Emscripten's folder where app.mjs is to be minified, else ''. */
  minifier: string;
  /** Folder of the build for what is minified once for all apps. */
  minified: string;
  helpers: Record<string, string>;
  linkInputs: string[];
  /** Where the app runs: web, worker, node. */
  environment: string[];
  fuse: boolean;
  fuseFirst: string;
  fuseInternal: string[];
  dotnet?: DotnetHostConfig;
  sides: SideConfig[];
  /** PLUGIN_INTERFACES: their <interface>.interface.json. */
  interfaceFiles: string[];
}
