// Plays a C program inside a module: writes names into its memory and calls what rbBridge gives it.

const SCRATCH = 1024;
const NAME = 1600;
const BUFFER = 2048;

/** The C side of one module handle. */
export class C {
  /** @param {object} handle a module handle of the loader */
  constructor(handle) {
    this.handle = handle;
    this.services = new Map();
  }

  get bytes() {
    return new Uint8Array(this.handle.memory.buffer);
  }

  /** Writes a C string and returns its address. */
  string(text, at = SCRATCH) {
    this.bytes.set(new TextEncoder().encode(`${text}\0`), at);
    return at;
  }

  /** rbBridge(libId, name). */
  ask(libId, name) {
    return this.handle.exports.ask(libId, this.string(name, NAME));
  }

  /** Calls a function pointer of this module. */
  call(signature, pointer, ...args) {
    return this.handle.exports[`call_${signature}`](pointer, ...args);
  }

  service(signature, name, ...args) {
    if (!this.services.has(name)) this.services.set(name, this.ask(0, name));
    return this.call(signature, this.services.get(name), ...args);
  }

  dlopen(name) {
    return this.service('ii', 'rb_dlopen', this.string(name));
  }

  dlsym(handle, name) {
    const service = this.services.get('rb_dlsym') ?? this.ask(0, 'rb_dlsym');
    this.services.set('rb_dlsym', service);
    return this.call('iii', service, handle, this.string(name));
  }

  dlsymGuarded(handle, name) {
    const service = this.ask(0, 'rb_dlsym_guarded');
    return this.call('iii', service, handle, this.string(name));
  }

  dlclose(handle) {
    return this.service('ii', 'rb_dlclose', handle);
  }

  text(name, size = 1000) {
    const length = this.service('iii', name, BUFFER, size);
    const bytes = this.bytes.slice(BUFFER, BUFFER + size);
    const end = bytes.indexOf(0);
    const text = new TextDecoder().decode(bytes.subarray(0, end));
    return { length, text: length === 0 ? '' : text };
  }

  /** rb_dlerror: the text, cleared by reading. */
  get error() {
    return this.text('rb_dlerror').text;
  }

  get callError() {
    return this.text('rb_call_error').text;
  }
}
