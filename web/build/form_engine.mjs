// The form engine (ODK Web Forms, pinned): its style sheet becomes a file without letters of its own, its
// words become ours, and its maps ask nobody. What is not found where it was stops the build.
import { basename } from "node:path";

const ENGINE = "/@getodk/web-forms/dist/";
const SHEET = "virtual:form-engine.css";

// Where the engine says something in English, and the name of our word for it.
const WORDS = [
  ['label: "Send"', 'label: formText("send")'],
  ['createTextVNode(" Add ", -1)', 'createTextVNode(` ${formText("add")} `, -1)'],
  ['label: "Remove"', 'label: formText("remove")'],
  ['"aria-label": "change language"', '"aria-label": formText("language")'],
  ['QA === 1 ? "1 question with error." : `${QA} questions with errors.`', 'formText("errors").replace("{count}", QA)'],
  ['constraintMsg: "Condition not satisfied: constraint"', 'get constraintMsg() { return formText("constraint"); }'],
  ['requiredMsg: "Condition not satisfied: required"', 'get requiredMsg() { return formText("required"); }'],
  ['"Take picture", -1', 'formText("take_picture"), -1'],
  ['"Choose image", -1', 'formText("choose_picture"), -1'],
  ['alt: "Captured image preview"', 'alt: formText("picture")'],
  ['"Rank items", -1', 'formText("rank"), -1'],
  ['"Get location", -1', 'formText("get_location"), -1'],
  ['"Finding your location", -1', 'formText("finding"), -1'],
  ['"Time taken to capture location: ", -1', 'formText("time_taken"), -1'],
  ['label: "Cancel"', 'label: formText("cancel")'],
  ['label: "Save location"', 'label: formText("save_location")'],
  ['"Try again", -1', 'formText("try_again"), -1'],
  ['"Cannot access location", -1', 'formText("no_location"), -1'],
  ['"Grant location permission in the browser settings and make sure location is turned on.", -1', 'formText("allow_location"), -1'],
  ['"Location unavailable. Enable GPS and browser permissions, then restart the form to try again."', 'formText("no_background_location")'],
  ['GOOD]: "Good accuracy"', 'GOOD]: formText("good")'],
  ['ACCEPTABLE]: "Good accuracy"', 'ACCEPTABLE]: formText("good")'],
  ['POOR]: "Poor accuracy"', 'POOR]: formText("poor")'],
  ['UNKNOWN]: "Unknown accuracy"', 'UNKNOWN]: formText("unknown")'],
  ['literal: "Repeat Item"', 'literal: formText("row")'],
];
// What it wears: our colours, and layers under ours; its reset of every element of the page goes.
const LOOKS = [
  ["tA.textContent = resetStyles, document.head.prepend(tA), ", ""],
  ["options: { darkModeSelector: !1 }", 'options: { darkModeSelector: !1, cssLayer: { name: "form-engine", order: "form-engine, form-look" } }'],
  ['50: "#e9f8ff"', '50: "#f0f7f7"'],
  ['100: "#c7e6f5"', '100: "#dfeef0"'],
  ['200: "#a5d4eb"', '200: "#b5d3d8"'],
  ['300: "#82c3e0"', '300: "#85b4bc"'],
  ['400: "#60b1d6"', '400: "#3f8794"'],
  ['500: "#3e9fcc"', '500: "#0a5866"'],
  ['600: "#3488af"', '600: "#094f5c"'],
  ['700: "#297193"', '700: "#07434e"'],
  ['800: "#1f5976"', '800: "#063842"'],
  ['900: "#14425a"', '900: "#052d35"'],
  ['950: "#0a2b3d"', '950: "#031f25"'],
];
const TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png";

const changed = (code, pairs) =>
  pairs.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The form engine no longer says: ${from}`);
    return text.replaceAll(from, to);
  }, code);

// Its entry puts one long string into the page: that string is the style sheet.
const sheetIn = (entry) => {
  const literal = entry.match(/createTextNode\('((?:[^'\\]|\\.)*)'\)/s)?.[1];
  if (!literal) throw new Error("The form engine carries its style sheet elsewhere.");
  const css = literal.replace(/\\(.)/gs, "$1");
  const plain = css.replace(/@font-face\s*\{[^}]*\}/g, "").replace(/@charset[^;]*;/, "");
  // Left and right become start and end, for forms that are read from the right.
  const turned = plain
    .replace(/(?<=[;{])(margin|padding|border)-(left|right)(?=[-:])/g, (_, what, side) => `${what}-inline-${side === "left" ? "start" : "end"}`)
    .replace(/text-align:left/g, "text-align:start");
  return `@layer form-engine, form-look;@layer form-look{${turned}}`;
};

export const formEngine = () => {
  let sheet = "";
  return {
    name: "form-engine",
    enforce: "pre",
    resolveId: (id) => (id === SHEET ? `\0${SHEET}` : null),
    load: (id) => (id === `\0${SHEET}` ? sheet : null),
    transform(code, id) {
      if (!id.includes(ENGINE)) return null;
      const name = basename(id);
      if (name === "index.js") {
        sheet = sheetIn(code);
        return { code: `import "${SHEET}";\n${code.slice(code.indexOf("\nimport {"))}`, map: null };
      }
      if (name.startsWith("MapBlock")) return { code: changed(code, [[TILES, "data:,"]]), map: null };
      return { code: `import { formText } from "/src/forms/localization.ts";\n${changed(code, [...WORDS, ...LOOKS])}`, map: null };
    },
  };
};
