// Where the wasm apps lie. They are no sources for the bundler: their files must reach the browser as they were built.
export const appUrl = (name: string): string => new URL(`wasm/${name}/${name}.mjs`, document.baseURI).href;
