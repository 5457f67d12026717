// Builds one sprite of every icon that the pages name, and emits it with our logo for the manifest.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const application = fileURLToPath(new URL("../../amparo", import.meta.url));
const source = fileURLToPath(new URL("../src", import.meta.url));

// Where icons are named: in our component tags; in Python, anywhere in a file that mentions icons
// or builds components. Words that are no icons of Tabler's are left out.
const TAGS = /\{%\s*(?:icon|badge|link_button|button|action_button|alert|empty_state|quick_action|timeline_item|attachment|panel|stat_tile)\b.*?%\}/gs;
const MENTIONS_ICONS = /icon|\b(?:badge|link_button|button|empty_state)\(/;
const QUOTED = /["']([a-z][a-z0-9-]*)["']/g;

const filesUnder = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(html|py)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

const listed = (list = "icons.txt") =>
  readFileSync(join(source, list), "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));

const mentions = (file, text) => {
  if (file.endsWith(".html")) return text.match(TAGS) ?? [];
  return MENTIONS_ICONS.test(text) ? [text] : [];
};

const mentioned = () =>
  filesUnder(application).flatMap((file) =>
    mentions(file, readFileSync(file, "utf8")).flatMap((text) => [...text.matchAll(QUOTED)].map((match) => match[1])),
  );

// {% icon "…" %} names nothing but an icon: a name that Tabler does not have stops the build.
const named = (tag = "icon") =>
  filesUnder(application)
    .filter((file) => file.endsWith(".html"))
    .flatMap((file) => [...readFileSync(file, "utf8").matchAll(new RegExp(`\\{%\\s*${tag}\\s+"([^"]+)"`, "g"))].map((match) => match[1]));

const drawing = (name) => {
  const file = join(require.resolve("@tabler/icons/package.json"), "..", "icons", "outline", `${name}.svg`);
  return existsSync(file) ? readFileSync(file, "utf8").match(/<svg[^>]*>(.*)<\/svg>/s)[1].replace(/\s*\n\s*/g, "") : null;
};

const spriteOf = (names) => {
  const symbols = [...new Set(names)].sort().map((name) => [name, drawing(name)]).filter(([, paths]) => paths);
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.map(([name, paths]) => `<symbol id="${name}" viewBox="0 0 24 24">${paths}</symbol>`).join("")}</svg>`;
};

const allDrawn = (names) => {
  const missing = names.filter((name) => !drawing(name));
  if (missing.length) throw new Error(`Tabler has no icon called ${missing.join(", ")}`);
  return names;
};

export const sprite = () => spriteOf([...allDrawn([...listed(), ...named()]), ...mentioned()]);

// The small sprite of the public pages: {% public_icon "…" %}, and what their Python names.
const publicSprite = () => spriteOf(allDrawn([...listed("public-icons.txt"), ...named("public_icon")]));

export const icons = () => ({
  name: "amparo-icons",
  generateBundle() {
    this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "src/icons.svg", source: sprite() });
    this.emitFile({ type: "asset", name: "public-icons.svg", originalFileName: "src/public-icons.svg", source: publicSprite() });
    const mark = readFileSync(join(source, "mark.svg"), "utf8");
    this.emitFile({ type: "asset", name: "mark.svg", originalFileName: "src/mark.svg", source: mark });
  },
});
