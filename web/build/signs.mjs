// One sprite of every sign that the pages name, and our mark: emitted for the manifest.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const house = fileURLToPath(new URL("../../amparo", import.meta.url));
const source = fileURLToPath(new URL("../src", import.meta.url));

// Where signs are named: in our component tags; in Python, anywhere in a file that speaks of icons
// or builds components. Words that are no signs of Tabler's are left out.
const TAGS = /\{%\s*(?:icon|mark|go|button|deed|notice|nothing|quick_deed|trail_item|paper|panel|tile)\b.*?%\}/gs;
const SPEAKS_OF_SIGNS = /icon|\b(?:mark|go|button|nothing)\(/;
const QUOTED = /["']([a-z][a-z0-9-]*)["']/g;

const filesUnder = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(html|py)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

const listed = (list = "icons.txt") =>
  readFileSync(join(source, list), "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));

const sayings = (file, text) => {
  if (file.endsWith(".html")) return text.match(TAGS) ?? [];
  return SPEAKS_OF_SIGNS.test(text) ? [text] : [];
};

const said = () =>
  filesUnder(house).flatMap((file) =>
    sayings(file, readFileSync(file, "utf8")).flatMap((words) => [...words.matchAll(QUOTED)].map((match) => match[1])),
  );

// {% icon "…" %} is never anything but a sign: a name that nobody draws stops the build.
const named = (tag = "icon") =>
  filesUnder(house)
    .filter((file) => file.endsWith(".html"))
    .flatMap((file) => [...readFileSync(file, "utf8").matchAll(new RegExp(`\\{%\\s*${tag}\\s+"([^"]+)"`, "g"))].map((match) => match[1]));

const drawing = (name) => {
  const file = join(require.resolve("@tabler/icons/package.json"), "..", "icons", "outline", `${name}.svg`);
  return existsSync(file) ? readFileSync(file, "utf8").match(/<svg[^>]*>(.*)<\/svg>/s)[1].replace(/\s*\n\s*/g, "") : null;
};

const drawn = (names) => {
  const symbols = [...new Set(names)].sort().map((name) => [name, drawing(name)]).filter(([, paths]) => paths);
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.map(([name, paths]) => `<symbol id="${name}" viewBox="0 0 24 24">${paths}</symbol>`).join("")}</svg>`;
};

const allDrawn = (names) => {
  const missing = names.filter((name) => !drawing(name));
  if (missing.length) throw new Error(`Tabler draws no sign called ${missing.join(", ")}`);
  return names;
};

export const sprite = () => drawn([...allDrawn([...listed(), ...named()]), ...said()]);

// The public pages' own small sheet: {% sign "…" %}, and what their Python names.
const publicSprite = () => drawn(allDrawn([...listed("public-icons.txt"), ...named("sign")]));

export const signs = () => ({
  name: "amparo-signs",
  generateBundle() {
    this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "src/icons.svg", source: sprite() });
    this.emitFile({ type: "asset", name: "public-icons.svg", originalFileName: "src/public-icons.svg", source: publicSprite() });
    const mark = readFileSync(join(source, "mark.svg"), "utf8");
    this.emitFile({ type: "asset", name: "mark.svg", originalFileName: "src/mark.svg", source: mark });
  },
});
