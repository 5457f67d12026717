// The engine leaves some of its boxes without a name: each is called after its question, in the words of now.
import { said } from "./words";

const BOXES = "input:not([type=file], [type=radio], [type=checkbox]), textarea, [role=combobox], [role=slider], [role=listbox]";
const ours = new WeakSet<Element>();

const question = (box: Element): string =>
  box.closest(".question-container")?.querySelector(".control-text label")?.textContent?.replace(/\s+/g, " ").trim() ?? "";

const isNamed = (box: Element): boolean =>
  !ours.has(box) && (box.hasAttribute("aria-labelledby") || box.hasAttribute("aria-label") || Boolean((box as HTMLInputElement).labels?.length));

const call = (box: Element, words: string): void => {
  if (!words || isNamed(box) || box.getAttribute("aria-label") === words) return;
  ours.add(box);
  box.setAttribute("aria-label", words);
};

const buttonIn = (button: Element): string => {
  if (button.matches(".clear-button")) return said("take_picture_out");
  return said(button.matches(".p-datepicker-dropdown") ? "choose_day" : "options");
};

const name = (element: HTMLElement): void => {
  for (const box of element.querySelectorAll(BOXES)) call(box, question(box));
  // What may be chosen belongs to what was asked.
  for (const choices of element.querySelectorAll(".question-container:has(.value-option)")) {
    choices.setAttribute("role", "group");
    call(choices, question(choices.firstElementChild ?? choices));
  }
  // Two parts of one name are two landmarks that nobody can tell apart.
  for (const region of element.querySelectorAll("[role=region]")) region.setAttribute("role", "group");
  for (const button of element.querySelectorAll("button")) if (!button.textContent?.trim()) call(button, buttonIn(button));
};

export const watchLabels = (element: HTMLElement): (() => void) => {
  const watching = new MutationObserver(() => name(element));
  watching.observe(element, { childList: true, subtree: true, characterData: true });
  return () => watching.disconnect();
};
