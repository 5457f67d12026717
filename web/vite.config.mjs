// Builds what the pages wear into dist/, with a manifest that django-vite reads.
import { defineConfig } from "vite";
import { formEngine } from "./build/engine.mjs";
import { printLetters } from "./build/print-letters.mjs";
import { signs } from "./build/signs.mjs";

export default defineConfig({
  base: "/static/",
  publicDir: false,
  plugins: [formEngine(), signs(), printLetters()],
  resolve: { alias: { dexie: "dexie/dist/modern/dexie.min.mjs" } }, // what browsers of our time need, and no more
  build: {
    outDir: "dist",
    manifest: "manifest.json",
    assetsInlineLimit: 0, // font-src 'self': nothing hides in a data: address
    cssCodeSplit: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      preserveEntrySignatures: "exports-only", // the map is imported by a tap
      input: { app: "src/app.ts", "app-ltr": "src/app.css", "app-rtl": "src/app.rtl.css", "form-screen": "src/forms/screen.ts", public: "src/public.css", "public-scripts": "src/public.ts", "public-map": "src/public/map.ts", "public-worker": "src/public/worker.ts", field: "src/field/field.ts", "field-frame": "src/field/frame.ts", "field-worker": "src/field/worker.ts" },
    },
  },
});
