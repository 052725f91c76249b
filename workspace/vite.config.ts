import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

// The workspace is built into the server's package, so that a wheel carries it.
export default defineConfig({
  plugins: [svelte()],
  base: "/",
  build: {
    outDir: "../relata/server/static",
    emptyOutDir: true,
    target: "es2022",
    // Nothing inline: the content security policy allows none.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
  },
});
