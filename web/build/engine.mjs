// The form engine (ODK Web Forms, pinned): its style sheet becomes a file without letters of its own, its
// words become ours, and its maps ask nobody. What is not found where it was stops the build.
import { basename } from "node:path";

const ENGINE = "/@getodk/web-forms/dist/";
const SHEET = "virtual:form-engine.css";

// Where the engine says something in English, and the name of our word for it.
const WORDS = [
  ['label: "Send"', 'label: said("send")'],
  ['createTextVNode(" Add ", -1)', 'createTextVNode(` ${said("add")} `, -1)'],
  ['label: "Remove"', 'label: said("remove")'],
  ['"aria-label": "change language"', '"aria-label": said("language")'],
  ['QA === 1 ? "1 question with error." : `${QA} questions with errors.`', 'said("errors").replace("{count}", QA)'],
  ['constraintMsg: "Condition not satisfied: constraint"', 'get constraintMsg() { return said("constraint"); }'],
  ['requiredMsg: "Condition not satisfied: required"', 'get requiredMsg() { return said("required"); }'],
  ['"Take picture", -1', 'said("take_picture"), -1'],
  ['"Choose image", -1', 'said("choose_picture"), -1'],
  ['alt: "Captured image preview"', 'alt: said("picture")'],
  ['"Rank items", -1', 'said("rank"), -1'],
  ['"Get location", -1', 'said("get_location"), -1'],
  ['"Finding your location", -1', 'said("finding"), -1'],
  ['"Time taken to capture location: ", -1', 'said("time_taken"), -1'],
  ['label: "Cancel"', 'label: said("cancel")'],
  ['label: "Save location"', 'label: said("save_location")'],
  ['"Try again", -1', 'said("try_again"), -1'],
  ['"Cannot access location", -1', 'said("no_location"), -1'],
  ['"Grant location permission in the browser settings and make sure location is turned on.", -1', 'said("allow_location"), -1'],
  ['"Location unavailable. Enable GPS and browser permissions, then restart the form to try again."', 'said("no_background_location")'],
  ['GOOD]: "Good accuracy"', 'GOOD]: said("good")'],
  ['ACCEPTABLE]: "Good accuracy"', 'ACCEPTABLE]: said("good")'],
  ['POOR]: "Poor accuracy"', 'POOR]: said("poor")'],
  ['UNKNOWN]: "Unknown accuracy"', 'UNKNOWN]: said("unknown")'],
  ['literal: "Repeat Item"', 'literal: said("row")'],
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
  return css.replace(/@font-face\s*\{[^}]*\}/g, "").replace(/@charset[^;]*;/, "");
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
      return { code: `import { said } from "/src/forms/words.ts";\n${changed(code, WORDS)}`, map: null };
    },
  };
};
