// Builds style sheets, scripts, fonts and icons into dist/, with a manifest that django-vite reads.
import { defineConfig } from "vite";
import { formEngine } from "./build/form_engine.mjs";
import { printFonts } from "./build/print_fonts.mjs";
import { icons } from "./build/icons.mjs";

export default defineConfig({
  base: "/static/",
  publicDir: false,
  plugins: [formEngine(), icons(), printFonts()],
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
      input: { app: "src/app.ts", "app-ltr": "src/app.css", "app-rtl": "src/app.rtl.css", "form-screen": "src/forms/form_page.ts", "text-editor": "src/text_editor/text_editor.ts", dark: "src/dark.css", guidance: "src/guidance.css", public: "src/public.css", "public-figures": "src/public/figures.css", "public-scripts": "src/public.ts", "public-map": "src/public/map.ts", "map-button": "src/public/map_button.css", "public-worker": "src/public/service_worker.ts", field: "src/offline/app.ts", "field-frame": "src/offline/form_frame.ts", "field-worker": "src/offline/service_worker.ts", "session-code": "src/training/session_code.ts", "certificate-check": "src/training/certificate_check.ts", "certificate-worker": "src/training/certificate_worker.ts" },
    },
  },
});
