// Starts the module worker that runs the app.
const worker = new Worker(new URL(`./on_worker.mjs${location.search}`, import.meta.url), { type: 'module' });
worker.onmessage = ({ data }) => {
  globalThis.result = data;
};
worker.onerror = (event) => {
  globalThis.result = { error: event.message ?? 'the worker could not start' };
};
