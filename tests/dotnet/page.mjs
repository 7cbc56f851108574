// In a page: leaves what came of it in globalThis.result.
import { runApp } from './run_app.mjs';

try {
  const { default: createApp } = await import('./dotnet_app.mjs');
  globalThis.result = await runApp(createApp, { failures: 5000, rounds: 200 });
} catch (error) {
  globalThis.result = String(error?.stack ?? error);
}
