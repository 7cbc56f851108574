// A module worker that imports the app.
import createApp from './app.mjs';
import { useApp } from './use_app.mjs';

postMessage(await useApp(createApp).catch((error) => ({ error: String(error), code: error.code })));
