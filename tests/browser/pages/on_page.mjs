// What a user writes: a page that imports the app. Leaves its result in window.result.
import createApp from './web_app.mjs';
import { useApp } from './use_app.mjs';

const options = Object.fromEntries(new URLSearchParams(location.search));
globalThis.result = await useApp(createApp, options).catch((error) => ({ error: String(error), code: error.code }));
document.querySelector('p').textContent = 'done';
