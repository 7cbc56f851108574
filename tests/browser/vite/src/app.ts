// The app's folder lies in public/: Vite serves and copies it as it is, and the browser imports it at run time.
type AppModule = typeof import('../public/wasm/web_app.mjs');

/** Whole address of web_app.mjs, whatever `base` Vite has. */
export const appUrl = () => new URL(`${import.meta.env.BASE_URL}wasm/web_app.mjs`, document.baseURI).href;

export const importApp = (url: string): Promise<AppModule> => import(/* @vite-ignore */ url);
