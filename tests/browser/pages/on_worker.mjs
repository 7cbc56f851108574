// A module worker that imports the app.
import createApp from './web_app.mjs';
import { useApp } from './use_app.mjs';

const options = Object.fromEntries(new URLSearchParams(location.search));
postMessage(await useApp(createApp, options).catch((error) => ({ error: String(error), code: error.code })));
