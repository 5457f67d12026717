// Reduces Tabler's style sheet to what is used: a rule stays only if it applies to an
// element, or a class that our own style sheets also name. Templates speak only our names.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PurgeCSS } from "purgecss";

const require = createRequire(import.meta.url);
const made = new URL("../.made/", import.meta.url);
const styles = new URL("../src/styles/", import.meta.url);

const ELEMENTS =
  "html head body main nav header footer section article aside div span p a b strong em i u s small sub sup mark " +
  "h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tfoot tr th td form fieldset legend label input " +
  "button select optgroup option textarea output progress img svg figure figcaption blockquote code pre kbd bdi bdo " +
  "time data details summary dialog hr br abbr address iframe video audio template";

const ownClasses = async () => {
  const files = (await readdir(styles)).filter((name) => name.endsWith(".css"));
  const sheets = await Promise.all(files.map((name) => readFile(new URL(name, styles), "utf8")));
  return new Set(sheets.flatMap((css) => [...css.matchAll(/\.([a-z][\w-]*)/g)].map((match) => match[1])));
};

await mkdir(made, { recursive: true });
const raw = `${ELEMENTS} ${[...(await ownClasses())].join(" ")}`;
for (const name of ["tabler.css", "tabler.rtl.css"]) {
  const css = (await readFile(require.resolve(`@tabler/core/dist/css/${name}`), "utf8")).replace(/\/\*#.*?\*\//gs, "");
  const [reduced] = await new PurgeCSS().purge({
    content: [{ raw, extension: "html" }],
    css: [{ raw: css }],
    variables: true,
    keyframes: true,
    fontFace: true,
  });
  await writeFile(new URL(name, made), reduced.css);
}
