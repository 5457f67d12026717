// "Leave this page": it is emptied and replaced, and Back finds nothing of the site in this tab.
// Kept in this tab alone, and gone with it: that somebody left, never what they looked at.

const LEFT = "left";
const remember = (there: string): void => {
  try {
    sessionStorage.setItem(LEFT, there);
  } catch {} // a browser that keeps nothing at all
};
const remembered = (): string | null => {
  try {
    return sessionStorage.getItem(LEFT);
  } catch {
    return null;
  }
};
const exitAddress = (): string | undefined => document.querySelector<HTMLAnchorElement>("a[data-quick-exit]")?.href;

const leave = (there: string): void => {
  document.documentElement.hidden = true;
  location.replace(there);
};

const isBackNavigation = (): boolean => {
  const how = performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming | undefined;
  return how?.type === "back_forward";
};

const leftTo = remembered();
if (leftTo && isBackNavigation()) leave(leftTo);
else if (leftTo) sessionStorage.removeItem(LEFT);

// A page that the browser kept whole for Back.
addEventListener("pageshow", (event) => {
  const there = remembered();
  if (event.persisted && there) leave(there);
});

document.addEventListener("click", (event) => {
  if (!(event.target as Element).closest("a[data-quick-exit]")) return;
  const there = exitAddress();
  if (!there) return;
  event.preventDefault();
  remember(there);
  document.title = " ";
  document.body.textContent = "";
  leave(there);
});
