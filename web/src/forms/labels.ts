// The engine leaves some of its boxes without a name: each is called after its question.
import { said } from "./words";

const BOXES = "input:not([type=file]), textarea, [role=combobox], [role=slider], [role=listbox]";

const question = (box: Element): string => {
  const words = box.closest(".question-container")?.querySelector(".control-text label, .control-text legend, .control-text");
  return words?.textContent?.trim() ?? "";
};

const isNamed = (box: Element): boolean =>
  box.hasAttribute("aria-labelledby") || box.hasAttribute("aria-label") || Boolean((box as HTMLInputElement).labels?.length);

const name = (element: HTMLElement): void => {
  for (const box of element.querySelectorAll(BOXES)) {
    const words = isNamed(box) ? "" : question(box);
    if (words) box.setAttribute("aria-label", words);
  }
  // Two groups of one name are two landmarks that nobody can tell apart.
  for (const region of element.querySelectorAll("[role=region]")) region.setAttribute("role", "group");
  for (const button of element.querySelectorAll("button:not([aria-label])")) {
    if (button.textContent?.trim()) continue;
    button.setAttribute("aria-label", said(button.matches(".clear-button") ? "take_picture_out" : button.matches(".p-datepicker-dropdown") ? "choose_day" : "options"));
  }
};

export const watchLabels = (element: HTMLElement): (() => void) => {
  const watching = new MutationObserver(() => name(element));
  watching.observe(element, { childList: true, subtree: true });
  return () => watching.disconnect();
};
