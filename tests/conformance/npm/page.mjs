// In a page: leaves what came of it, here and in a module worker, in globalThis.result.
import { usePackages } from './use_packages.mjs';

const inWorker = () =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('worker.mjs', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });

try {
  globalThis.result = { page: await usePackages((name) => import(`./${name}.mjs`)), worker: await inWorker() };
} catch (error) {
  globalThis.result = `${error}\n${error?.stack}`;
}
