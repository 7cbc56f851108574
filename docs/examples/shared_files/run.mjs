import createApp from './app.mjs';

let mainFiles;
await createApp({
  modules: {
    main: {
      preRun({ FS }) {
        mainFiles = FS; // main's preRun comes before those of the sides
      },
    },
    counter: {
      preRun({ FS, PROXYFS }) {
        FS.mkdir('/main');
        FS.mount(PROXYFS, { root: '/', fs: mainFiles }, '/main');
      },
    },
  },
});
