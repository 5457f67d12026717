// A form may speak another language than the page around it: it is then read in its own direction.
const RIGHT_TO_LEFT = new Set(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);
// What the engine lays over the page, at its end.
const OVER = ".p-select-overlay, .p-multiselect-overlay, .p-datepicker-panel, .p-dialog-mask, .p-tieredmenu, .p-menu";

// `العربية (ar)` is Arabic; a form that names no code speaks as the page does.
export const codeOf = (language: string): string => language.match(/\(([a-z]{2,3})(?:-[\w-]+)?\)\s*$/i)?.[1]?.toLowerCase() ?? "";

export const follow = (element: HTMLElement, spoken: () => string): (() => void) => {
  const turn = (): void => {
    const code = codeOf(spoken()) || document.documentElement.lang;
    for (const each of [element, ...document.querySelectorAll<HTMLElement>(OVER)]) {
      if (each.lang === code) continue;
      each.lang = code;
      each.dir = RIGHT_TO_LEFT.has(code.slice(0, 3).replace("-", "")) ? "rtl" : "ltr";
    }
  };
  const watching = new MutationObserver(turn);
  watching.observe(document.body, { childList: true, subtree: true, characterData: true });
  turn();
  return () => watching.disconnect();
};
