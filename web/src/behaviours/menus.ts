// Small sheets close when one looks elsewhere; folds remember how they were left.
const openMenus = (): NodeListOf<HTMLDetailsElement> => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target as Node)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});

for (const fold of document.querySelectorAll<HTMLDetailsElement>("details[data-remember]")) {
  const key = `fold:${fold.dataset.remember}`;
  if (localStorage.getItem(key) === "open") fold.open = true;
  fold.addEventListener("toggle", () => localStorage.setItem(key, fold.open ? "open" : "shut"));
}
