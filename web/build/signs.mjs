// One sprite of every sign that the pages name, and our mark: emitted for the manifest.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const house = fileURLToPath(new URL("../../amparo", import.meta.url));
const source = fileURLToPath(new URL("../src", import.meta.url));

// Where a template or a line of Python names a sign: {% icon "lock" %}, icon="sun", {% mark "late" "clock" … %}.
const SAYINGS = [
  /\bicons?\b[^"'\n]{0,24}["']([a-z0-9-]+)["']/g,
  /\{%\s*icon\s+["']([a-z0-9-]+)["']/g,
  /\{%\s*(?:mark|notice|trail|nothing)\s+["'][^"']*["']\s+["']([a-z0-9-]+)["']/g,
];

const filesUnder = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(html|py)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

const listed = () =>
  readFileSync(join(source, "icons.txt"), "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));

const said = () =>
  filesUnder(house).flatMap((file) => {
    const text = readFileSync(file, "utf8");
    return SAYINGS.flatMap((saying) => [...text.matchAll(saying)].map((match) => match[1]));
  });

const drawing = (name) => {
  const file = join(require.resolve("@tabler/icons/package.json"), "..", "icons", "outline", `${name}.svg`);
  return existsSync(file) ? readFileSync(file, "utf8").match(/<svg[^>]*>(.*)<\/svg>/s)[1].replace(/\s*\n\s*/g, "") : null;
};

export const sprite = () => {
  const names = [...new Set([...listed(), ...said()])].sort();
  const symbols = names.map((name) => [name, drawing(name)]).filter(([, paths]) => paths);
  const missing = listed().filter((name) => !drawing(name));
  if (missing.length) throw new Error(`Tabler draws no sign called ${missing.join(", ")}`);
  const drawn = symbols.map(([name, paths]) => `<symbol id="${name}" viewBox="0 0 24 24">${paths}</symbol>`);
  return `<svg xmlns="http://www.w3.org/2000/svg">${drawn.join("")}</svg>`;
};

export const signs = () => ({
  name: "amparo-signs",
  generateBundle() {
    this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "src/icons.svg", source: sprite() });
    const mark = readFileSync(join(source, "mark.svg"), "utf8");
    this.emitFile({ type: "asset", name: "mark.svg", originalFileName: "src/mark.svg", source: mark });
  },
});
