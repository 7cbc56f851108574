/// <reference types="vite/client" />
declare module '*.arrow?url' {
  const url: string;
  export default url;
}

/** Whether the app with the C# side was built (vite.config.ts). */
declare const HAS_CSHARP: boolean;
