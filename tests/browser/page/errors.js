// Loaded before the page's own scripts: notes whatever goes wrong, in every engine alike.
globalThis.pageErrors = [];
const note = (kind, what) => globalThis.pageErrors.push(`${kind}: ${what}`);
addEventListener('error', (event) => note('error', event.message ?? event.target?.src ?? event.target?.href), true);
addEventListener('unhandledrejection', ({ reason }) => note('rejection', reason?.stack ?? reason));
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  note('policy', `${violatedDirective} ${blockedURI}`),
);
for (const level of ['error', 'warn']) {
  const log = console[level];
  console[level] = (...args) => {
    note(`console.${level}`, args.map(String).join(' '));
    log(...args);
  };
}
