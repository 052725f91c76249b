import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// Builds the page on which the text engine is measured; it is no part of the workspace.
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/",
  publicDir: false,
  build: {
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
