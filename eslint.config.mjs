// What every script of this repository must hold to, beside its layout (prettier) and the rooms' direction.
import js from '@eslint/js';
import globals from 'globals';

export default [
  // Emscripten's js-library dialect has #if lines, which no parser of JavaScript takes.
  { ignores: ['**/build/', '!dotnet/WasmPseudoLink/build/', 'js/library/', '**/dist/', '**/bin/', '**/obj/'] },
  js.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node, ...globals.browser, ...globals.worker } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'smart'],
      'no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    // bundle.mjs drops the imports and keeps the names: what comes after them in app.mjs uses these.
    files: ['js/loader/index.mjs'],
    rules: { 'no-unused-vars': 'off' },
  },
  {
    files: ['**/*_dotnet.js'],
    languageOptions: { globals: { addToLibrary: 'readonly', extraLibraryFuncs: 'readonly' } },
  },
  {
    files: ['**/service_worker.js'],
    languageOptions: { globals: globals.serviceworker },
  },
];
