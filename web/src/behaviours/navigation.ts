// Keyboard and focus: focus after htmx changed a part, menus that close, folds that remember.
import { isWriting } from "./writing";

// Focus goes to the summary of what is missing, else to the part's own heading. Never back to the top of the page.
const firstOf = (root: Element, selector: string): HTMLElement | null =>
  root.matches(selector) ? (root as HTMLElement) : root.querySelector<HTMLElement>(selector);

const focusOn = (place: HTMLElement): void => {
  if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
  place.focus();
};

interface SwapTask {
  type: string;
  target?: Element;
  swapSpec?: { style?: string };
}

let swappedParts: string[] = [];

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = (event as CustomEvent<{ ctx: { sourceElement: Element }; tasks: SwapTask[] }>).detail;
  const isAsked = ctx.sourceElement.matches("form, button, a") || ctx.sourceElement.contains(document.activeElement);
  swappedParts = isAsked ? tasks.filter((task) => task.type === "main").map((task) => task.target?.id ?? "") : [];
});

document.addEventListener("htmx:after:swap", () => {
  const part = swappedParts.map((id) => id && document.getElementById(id)).find(Boolean);
  swappedParts = [];
  if (!part || part.contains(document.activeElement)) return;
  const place = firstOf(part, ".errors") ?? firstOf(part, "[autofocus], h1, h2, h3") ?? part;
  focusOn(place);
});

// Menus close when one clicks elsewhere; folds remember how they were left.
const openMenus = (): NodeListOf<HTMLDetailsElement> => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target as Node)) menu.open = false;
});

// A menu that opens below the edge of the screen comes into view.
document.addEventListener("toggle", (event) => {
  const menu = event.target as HTMLElement;
  if (menu.matches("details.menu[open]")) menu.querySelector(".menu-groups")?.scrollIntoView({ block: "nearest" });
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});

for (const fold of document.querySelectorAll<HTMLDetailsElement>("details[data-remember]")) {
  const key = `fold:${fold.dataset.remember}`;
  const choice = localStorage.getItem(key);
  if (choice === "open") fold.open = true;
  if (choice === "shut" && !fold.querySelector("[aria-current]")) fold.open = false;
  // What the page opens by itself, because one is inside, is not a choice.
  fold.querySelector("summary")?.addEventListener("click", () => localStorage.setItem(key, fold.open ? "shut" : "open"));
}

// What is folded for a phone is open at a desk. A link to a part of the page opens what is folded there.
const isWide = matchMedia("(min-width: 62rem)").matches;

const openFolds = (): void => {
  if (!isWide) return;
  for (const fold of document.querySelectorAll<HTMLDetailsElement>("details[data-open-wide]")) {
    fold.open = true;
    fold.removeAttribute("data-open-wide"); // whoever closes it finds it closed
  }
};

const openTarget = (): void => {
  const id = decodeURIComponent(location.hash.slice(1));
  const fold = id ? document.getElementById(id)?.querySelector<HTMLDetailsElement>(":scope > details.panel-folded") : null;
  if (fold) fold.open = true;
};

openFolds();
openTarget();
addEventListener("hashchange", openTarget);
document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>('.sections a[href^="#"]');
  if (link && link.hash === location.hash) openTarget();
});
document.addEventListener("htmx:after:swap", openFolds);

// The menu of a phone is opened by its address, so that it opens without scripts; Escape closes it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || location.hash !== "#menu") return;
  location.replace("#menu-closed");
  document.querySelector<HTMLElement>(".foot-menu")?.focus();
});

// "/" leads to the search box from anywhere, unless one is writing.
const visibleBox = (): HTMLInputElement | undefined =>
  [...document.querySelectorAll<HTMLInputElement>(".search input")].find((box) => box.offsetParent !== null);

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  const box = visibleBox();
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
