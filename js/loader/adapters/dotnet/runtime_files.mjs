// The files of the .NET runtime: fetched and compared with the manifest before any of their code runs.
/** @import { FetchContext } from '../../load/fetch_modules.mjs' */
/** @import { FileEntry, Manifest } from '../../manifest/manifest.mjs' */
/** @import { DotnetApi } from './runtime_start.mjs' */
import { textOf, WasmPseudoLinkError } from '../../base/errors.mjs';
import { readChecked } from '../../files/files.mjs';

/** @typedef {FileEntry & { behavior?: string }} RuntimeFile behavior: what the runtime takes it for */

/** @type {(file: RuntimeFile) => boolean} */
const isScript = ({ url }) => /\.m?js$/.test(url);

/**
 * Of these the runtime wants some or none, by the user's language: they are fetched and checked when it asks.
 * @type {(file: RuntimeFile) => boolean}
 */
const isOnDemand = ({ behavior = '' }) => ['icu', 'resource', 'pdb', 'symbols'].includes(behavior);

/**
 * How many runtimes this page or process has started from each address.
 * @type {Map<string, number>}
 */
const started = /* @__PURE__ */ new Map();

/** Fetches the runtime's files once and hands them to the runtime. */
export class RuntimeFiles {
  /**
   * @param {NonNullable<Manifest['dotnet']>} dotnet
   * @param {string} baseUrl
   */
  constructor(dotnet, baseUrl) {
    /** @type {RuntimeFile[]} */
    this.files = [dotnet.runtime, ...dotnet.assets];
    this.runtime = dotnet.runtime;
    this.baseUrl = baseUrl;
    /** @type {FetchContext | null} of the first fetch */
    this.context = null;
    /** @type {Promise<() => Promise<void>> | null} */
    this.fetching = null;
    /** @type {Map<RuntimeFile, Uint8Array>} their checked bytes, until the runtime has them */
    this.bytes = new Map();
    /** @type {DotnetApi} */
    this.builder = null;
    this.mark = '';
  }

  /**
   * Fetches all files that the runtime surely wants.
   * @param {FetchContext} context
   * @returns {Promise<() => Promise<void>>} imports the runtime's JavaScript
   * @throws {WasmPseudoLinkError} FILE_MISSING, FILE_DAMAGED
   */
  async fetch(context) {
    this.fetching ??= this.#begin(context);
    try {
      return await this.fetching;
    } catch (error) {
      // Two sides may be opened at once, and only the other one's opening was given up.
      if (/** @type {{ name?: string }} */ (error).name === 'AbortError' && !context.signal?.aborted)
        return this.fetch(context);
      throw error;
    }
  }

  /** @param {FetchContext} context */
  #begin(context) {
    this.context = context;
    const fetching = this.#fetchAll(context);
    fetching.catch(() => {
      this.fetching = null; // the next opening of a side tries again
    });
    return fetching;
  }

  /**
   * @param {FetchContext} context
   * @returns {Promise<() => Promise<void>>}
   */
  async #fetchAll(context) {
    const wanted = this.files.filter((file) => !isOnDemand(file));
    for (const { bytes } of wanted) context.progress.expect(bytes);
    await Promise.all(
      wanted.map(async (file) => {
        const bytes = await readChecked(file, context);
        if (!isScript(file)) this.bytes.set(file, bytes);
      }),
    );
    return () => this.import();
  }

  /**
   * Imports dotnet.js. Its state belongs to the imported file, one runtime each: a further runtime in this page or
   * process gets the file again, by a fragment, which is part of a script's identity but not of what is fetched.
   * @returns {Promise<DotnetApi>} the runtime's builder, the same for all C# sides of the app
   * @throws {WasmPseudoLinkError} DOTNET_FAILED
   */
  async import() {
    return (this.builder ??= await this.#importBuilder());
  }

  async #importBuilder() {
    const { href } = new URL(this.runtime.url, this.baseUrl);
    const count = (started.get(href) ?? 0) + 1;
    started.set(href, count);
    this.mark = count === 1 ? '' : `#${count}`;
    try {
      const { dotnet } = await import(/* @vite-ignore */ /* webpackIgnore: true */ `${href}${this.mark}`);
      return dotnet;
    } catch (error) {
      throw new WasmPseudoLinkError(
        'DOTNET_FAILED',
        '',
        `${href} cannot be imported (${textOf(error)})`,
        'serve the files of the runtime as they were published',
        { cause: error },
      );
    }
  }

  /**
   * The runtime's resource loader: JavaScript by its address, all else as checked bytes.
   * @param {string} name of a file, as the runtime calls it
   * @returns {string | Promise<Response> | undefined} undefined: a file that the app does not have
   */
  give(name) {
    const file = this.files.find(({ url }) => url === name || url.endsWith(`/${name}`));
    if (!file) return undefined;
    if (isScript(file)) return `${new URL(file.url, this.baseUrl).href}${this.mark}`;
    return this.#respond(file);
  }

  /** @param {RuntimeFile} file */
  async #respond(file) {
    const bytes =
      this.bytes.get(file) ??
      (await readChecked(file, { .../** @type {FetchContext} */ (this.context), signal: undefined }));
    return new Response(/** @type {BodyInit} */ (bytes), { headers: { 'content-type': typeOf(file.url) } });
  }

  /** A builder that failed cannot be started again: the next start imports the runtime again. */
  dropBuilder() {
    this.builder = null;
  }

  /** Lets go of the bytes, which the runtime has by now. */
  forget() {
    this.bytes.clear();
  }
}

/** @param {string} url */
function typeOf(url) {
  if (url.endsWith('.wasm')) return 'application/wasm';
  return url.endsWith('.json') ? 'application/json' : 'application/octet-stream';
}
