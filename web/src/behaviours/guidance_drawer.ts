// Guidance of a step: "?" opens it, and on a desk, where it is a drawer, Escape closes it again. The focus goes back to
// the "?". Without scripts its own line opens and closes it.
const onDesk = matchMedia("(min-width: 64rem)");
const drawer = (): HTMLDetailsElement | null => document.querySelector<HTMLDetailsElement>("details.guidance");

document.addEventListener("click", (event) => {
  const found = drawer();
  if (!found || !(event.target instanceof Element) || !event.target.closest("a.guidance-link")) return;
  event.preventDefault();
  found.open = true;
  found.querySelector("summary")?.focus();
});

document.addEventListener("keydown", (event) => {
  const found = drawer();
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || !found?.open || !onDesk.matches) return;
  if (document.querySelector("dialog[open]")) return;
  const wasInside = found.contains(document.activeElement); // whoever writes in the form goes on writing
  found.open = false;
  if (wasInside) (document.querySelector<HTMLElement>("a.guidance-link") ?? found.querySelector("summary"))?.focus();
});
