/// <reference types="vite/client" />
declare module '*.arrow?url' {
  const url: string;
  export default url;
}
