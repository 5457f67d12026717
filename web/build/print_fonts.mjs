// Fonts for PDF: Typst reads plain TrueType, one file a weight, from dist/print/.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import subsetFont from "subset-font";

const require = createRequire(import.meta.url);
const WEIGHTS = [400, 700];

const characters = (...ranges) =>
  ranges
    .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i))
    .map((code) => String.fromCodePoint(code))
    .join("");

const LATIN = characters([0x20, 0x7e], [0xa0, 0xff], [0x131, 0x131], [0x152, 0x153], [0x2010, 0x2027], [0x202f, 0x203a], [0x20ac, 0x20ac], [0x2190, 0x2193], [0x2212, 0x2212]);
const LATIN_NAMES = characters([0x100, 0x24f], [0x300, 0x331], [0x1e00, 0x1eff]);
const CYRILLIC = characters([0x400, 0x45f], [0x490, 0x491], [0x4b0, 0x4b1], [0x2116, 0x2116]);
const VIETNAMESE = characters([0x1ea0, 0x1ef9], [0x300, 0x309], [0x323, 0x323]);
const GREEK = characters([0x370, 0x3ff]);
const ARABIC = characters([0x600, 0x6ff], [0x750, 0x77f], [0x200c, 0x200f]);

// Files of one family hide each other from Typst. All but the first need a name of their own; being
// as long as the first, it is written over it.
const renamed = (name) => (font) => {
  for (const encoding of ["utf16le", "latin1"]) {
    const [from, to] = ["Noto Sans", name].map((name) => Buffer.from(name, encoding));
    if (encoding === "utf16le") [from, to].forEach((name) => name.swap16());
    for (let at = font.indexOf(from); at >= 0; at = font.indexOf(from, at)) to.copy(font, at);
  }
  return font;
};

const subsets = [
  ["latin", "@fontsource-variable/noto-sans/files/noto-sans-latin-wght-normal.woff2", LATIN, (font) => font],
  ["latin-names", "@fontsource-variable/noto-sans/files/noto-sans-latin-ext-wght-normal.woff2", LATIN_NAMES, renamed("Noto Name")],
  ["cyrillic", "@fontsource-variable/noto-sans/files/noto-sans-cyrillic-wght-normal.woff2", CYRILLIC, renamed("Noto Cyrl")],
  ["vietnamese", "@fontsource-variable/noto-sans/files/noto-sans-vietnamese-wght-normal.woff2", VIETNAMESE, renamed("Noto Viet")],
  ["greek", "@fontsource-variable/noto-sans/files/noto-sans-greek-wght-normal.woff2", GREEK, renamed("Noto Grek")],
  ["arabic", "@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2", ARABIC, (font) => font],
];

export const printFonts = () => ({
  name: "amparo-print-fonts",
  async generateBundle() {
    for (const [name, file, characters, finish] of subsets) {
      const whole = await readFile(require.resolve(file));
      for (const weight of WEIGHTS) {
        const subset = await subsetFont(whole, characters, { targetFormat: "sfnt", variationAxes: { wght: weight } });
        this.emitFile({ type: "asset", fileName: `print/${name}-${weight}.ttf`, source: finish(subset) });
      }
    }
  },
});
