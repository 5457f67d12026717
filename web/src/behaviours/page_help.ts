// Help for this page, over it: the "?" of the header or the key "?" opens it, and what was being written stays. Without
// scripts the "?" leads to a page of its own.
import { isWriting } from "./writing";

const dialog = document.querySelector<HTMLDialogElement>("#page-help");
const link = document.querySelector<HTMLAnchorElement>("a[aria-controls=page-help]");

if (dialog && link) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    link.click();
  });
  document.addEventListener("htmx:after:swap", () => {
    if (dialog.textContent?.trim() && !dialog.open && !document.querySelector("dialog[open]")) dialog.showModal();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || (event.target instanceof Element && event.target.closest("[data-close]"))) dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.replaceChildren();
    link.focus();
  });
}
