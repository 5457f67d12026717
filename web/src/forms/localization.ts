// The form engine in the reader's language: its texts, its calendar, labels that it leaves out, its direction.
import { direction } from "../languages";

// Handed over by whoever opens a form.
let texts: Record<string, string> = {};

export const setTexts = (given: Record<string, string>): void => {
  texts = given;
};

export const formText = (name: string): string => texts[name] ?? name;

// Days as they are written here: day, month, year, with the names of the language; and what lists say.
const names = (language: string, how: Intl.DateTimeFormatOptions, dates: Date[]): string[] => {
  const says = new Intl.DateTimeFormat(`${language}-u-nu-latn`, { ...how, timeZone: "UTC" });
  return dates.map((date) => says.format(date));
};

// 4 January 2026 is a Sunday, with which the engine counts from.
const DAYS = Array.from({ length: 7 }, (_, day) => new Date(Date.UTC(2026, 0, 4 + day)));
const MONTHS = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2026, month, 1)));

export const calendar = (language: string): Record<string, unknown> => ({
  dayNames: names(language, { weekday: "long" }, DAYS),
  dayNamesShort: names(language, { weekday: "short" }, DAYS),
  dayNamesMin: names(language, { weekday: "narrow" }, DAYS),
  monthNames: names(language, { month: "long" }, MONTHS),
  monthNamesShort: names(language, { month: "short" }, MONTHS),
  dateFormat: "dd/mm/yy", // the engine's way to write the whole year
  firstDayOfWeek: language === "ar" ? 6 : 1,
  today: formText("today"),
  clear: formText("clear"),
  emptyMessage: formText("empty"),
  emptyFilterMessage: formText("none_found"),
  emptySearchMessage: formText("none_found"),
  chooseDate: formText("choose_day"),
});

// The engine leaves some of its boxes without a name: each is called after its question, in the words of now.
const INPUTS = "input:not([type=file], [type=radio], [type=checkbox]), textarea, [role=combobox], [role=slider], [role=listbox]";
const labelled = new WeakSet<Element>();

const questionLabel = (box: Element): string =>
  box.closest(".question-container")?.querySelector(".control-text label")?.textContent?.replace(/\s+/g, " ").trim() ?? "";

const isNamed = (box: Element): boolean =>
  !labelled.has(box) && (box.hasAttribute("aria-labelledby") || box.hasAttribute("aria-label") || Boolean((box as HTMLInputElement).labels?.length));

const setLabel = (box: Element, label: string): void => {
  if (!label || isNamed(box) || box.getAttribute("aria-label") === label) return;
  labelled.add(box);
  box.setAttribute("aria-label", label);
};

const buttonLabel = (button: Element): string => {
  if (button.matches(".clear-button")) return formText("take_picture_out");
  return formText(button.matches(".p-datepicker-dropdown") ? "choose_day" : "options");
};

const labelAll = (element: HTMLElement): void => {
  for (const box of element.querySelectorAll(INPUTS)) setLabel(box, questionLabel(box));
  // What may be chosen belongs to what was asked.
  for (const choices of element.querySelectorAll(".question-container:has(.value-option)")) {
    choices.setAttribute("role", "group");
    setLabel(choices, questionLabel(choices.firstElementChild ?? choices));
  }
  // Two parts of one name are two landmarks that nobody can tell apart.
  for (const region of element.querySelectorAll("[role=region]")) region.setAttribute("role", "group");
  for (const button of element.querySelectorAll("button")) if (!button.textContent?.trim()) setLabel(button, buttonLabel(button));
};

export const watchLabels = (element: HTMLElement): (() => void) => {
  const watching = new MutationObserver(() => labelAll(element));
  watching.observe(element, { childList: true, subtree: true, characterData: true });
  return () => watching.disconnect();
};

// A form may speak another language than the page around it: it is then read in its own direction.
// What the engine lays over the page, at its end.
const OVERLAYS = ".p-select-overlay, .p-multiselect-overlay, .p-datepicker-panel, .p-dialog-mask, .p-tieredmenu, .p-menu";

// `العربية (ar)` is Arabic; a form that names no code speaks as the page does.
export const codeOf = (language: string): string => language.match(/\(([a-z]{2,3})(?:-[\w-]+)?\)\s*$/i)?.[1]?.toLowerCase() ?? "";

export const followLanguage = (element: HTMLElement, spoken: () => string): (() => void) => {
  const turn = (): void => {
    const code = codeOf(spoken()) || document.documentElement.lang;
    for (const each of [element, ...document.querySelectorAll<HTMLElement>(OVERLAYS)]) {
      if (each.lang === code) continue;
      each.lang = code;
      each.dir = direction(code);
    }
  };
  const watching = new MutationObserver(turn);
  watching.observe(document.body, { childList: true, subtree: true, characterData: true });
  turn();
  return () => watching.disconnect();
};
