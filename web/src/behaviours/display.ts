// F8 switches discreet mode, as the button of the menu does. Not while one writes: the page is loaded again.
import { isWriting } from "./writing";

document.addEventListener("keydown", (event) => {
  if (event.key !== "F8" || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const button = document.querySelector<HTMLButtonElement>("button[aria-keyshortcuts=F8]");
  if (!button || isWriting(event.target)) return;
  event.preventDefault();
  button.form?.requestSubmit(button);
});
