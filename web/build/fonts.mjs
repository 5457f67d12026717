// Subsets Noto Sans to the characters and weights that pages use: 18 kB instead of 166.
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import subsetFont from "subset-font";

const require = createRequire(import.meta.url);
const made = new URL("../.made/", import.meta.url);
const WEIGHTS = { wght: { min: 400, max: 700 } };

const LATIN = [
  [0x20, 0x7e], [0xa0, 0xff], [0x131], [0x152, 0x153], [0x178], [0x2010, 0x2015], [0x2018, 0x201e],
  [0x2020, 0x2022], [0x2026], [0x202f], [0x2030], [0x2032, 0x2033], [0x2039, 0x203a], [0x20ac],
  [0x2190, 0x2193], [0x2212], [0x2248], [0x2264, 0x2265],
];
// Names are written as they are borne: Polish, Turkish, Vietnamese, Yoruba.
const LATIN_NAMES = [[0x100, 0x130], [0x132, 0x151], [0x154, 0x177], [0x179, 0x24f], [0x1e00, 0x1eff]];
// Arabic, Persian, Dari, Pashto, Urdu, Kurdish.
const ARABIC = [
  [0x60c], [0x61b], [0x61f], [0x621, 0x63a], [0x640, 0x655], [0x660, 0x66d], [0x670, 0x671], [0x679], [0x67c],
  [0x67e], [0x681], [0x685, 0x686], [0x688, 0x689], [0x691], [0x693], [0x695, 0x696], [0x698], [0x69a],
  [0x6a4], [0x6a9], [0x6ab], [0x6af], [0x6b5], [0x6ba], [0x6bc], [0x6be], [0x6c0, 0x6c3], [0x6c6], [0x6cc, 0x6ce],
  [0x6d0], [0x6d2, 0x6d5], [0x6f0, 0x6f9], [0x200c, 0x200f],
];

const subsets = [
  ["latin", "@fontsource-variable/noto-sans/files/noto-sans-latin-wght-normal.woff2", LATIN],
  ["latin-names", "@fontsource-variable/noto-sans/files/noto-sans-latin-ext-wght-normal.woff2", LATIN_NAMES],
  ["arabic", "@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2", ARABIC],
];

const characters = (ranges) =>
  ranges
    .flatMap(([first, last = first]) => Array.from({ length: last - first + 1 }, (_, i) => first + i))
    .map((code) => String.fromCodePoint(code))
    .join("");

const isOlder = async (target, source) => {
  const [made, from] = await Promise.all([target, source].map((file) => stat(file).catch(() => null)));
  return !made || made.mtimeMs < from.mtimeMs;
};

await mkdir(made, { recursive: true });
for (const [name, source, ranges] of subsets) {
  const target = new URL(`${name}.woff2`, made);
  const from = require.resolve(source);
  if (!(await isOlder(target, from)) && !(await isOlder(target, new URL(import.meta.url)))) continue;
  const subset = await subsetFont(await readFile(from), characters(ranges), { targetFormat: "woff2", variationAxes: WEIGHTS });
  await writeFile(target, subset);
}
