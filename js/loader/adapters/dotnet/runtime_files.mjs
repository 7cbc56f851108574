// The files of the .NET runtime: fetched and compared with the manifest before any of their code runs.
import { textOf, WasmPseudoLinkError } from '../../errors.mjs';
import { readChecked } from '../../files.mjs';

const isScript = ({ url }) => /\.m?js$/.test(url);

/** Of these the runtime wants some or none, by the user's language: they are fetched and checked when it asks. */
const isOnDemand = ({ behavior }) => ['icu', 'resource', 'pdb', 'symbols'].includes(behavior);

/** How many runtimes this page or process has started from each address. */
const started = /* @__PURE__ */ new Map();

/** Fetches the runtime's files once and hands them to the runtime. */
export class RuntimeFiles {
  /**
   * @param {{ runtime: object, assets: object[] }} dotnet of the manifest
   * @param {string} baseUrl
   */
  constructor(dotnet, baseUrl) {
    this.files = [dotnet.runtime, ...dotnet.assets];
    this.runtime = dotnet.runtime;
    this.baseUrl = baseUrl;
    this.context = null; // of the first fetch
    this.fetching = null;
    this.bytes = new Map(); // file -> its checked bytes, until the runtime has them
    this.builder = null;
    this.mark = '';
  }

  /**
   * Fetches all files that the runtime surely wants.
   * @param {{ module: string, baseUrl: string, signal: AbortSignal, progress: object }} context
   * @returns {Promise<() => Promise<void>>} imports the runtime's JavaScript
   * @throws {WasmPseudoLinkError} FILE_MISSING, FILE_DAMAGED
   */
  async fetch(context) {
    if (!this.fetching) this.#begin(context);
    try {
      return await this.fetching;
    } catch (error) {
      // Two sides may be opened at once, and only the other one's opening was given up.
      if (error.name === 'AbortError' && !context.signal.aborted) return this.fetch(context);
      throw error;
    }
  }

  #begin(context) {
    this.context = context;
    this.fetching = this.#fetchAll(context);
    this.fetching.catch(() => {
      this.fetching = null; // opening a side anew tries again
    });
  }

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
   * process gets the file anew, by a fragment, which is part of a script's identity but not of what is fetched.
   * @returns {Promise<object>} the runtime's builder, the same for all C# sides of the app
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
   * @param {string} address where the runtime would take it from
   * @returns {string | Promise<Response> | undefined} undefined: a file that the app does not have
   */
  give(name, address) {
    const file = this.files.find(({ url }) => url === name || url.endsWith(`/${name}`));
    if (!file) return undefined;
    if (isScript(file)) return `${new URL(file.url, this.baseUrl).href}${this.mark}`;
    return this.#respond(file, address);
  }

  async #respond(file) {
    const bytes = this.bytes.get(file) ?? (await readChecked(file, { ...this.context, signal: undefined }));
    return new Response(bytes, { headers: { 'content-type': typeOf(file.url) } });
  }

  /** Lets go of the bytes, which the runtime has by now. */
  forget() {
    this.bytes.clear();
  }
}

function typeOf(url) {
  if (url.endsWith('.wasm')) return 'application/wasm';
  return url.endsWith('.json') ? 'application/json' : 'application/octet-stream';
}
