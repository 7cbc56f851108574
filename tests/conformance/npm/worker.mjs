import { usePackages } from './use_packages.mjs';

try {
  postMessage(await usePackages((name) => import(`./${name}.mjs`)));
} catch (error) {
  postMessage(`${error}\n${error?.stack}`);
}
