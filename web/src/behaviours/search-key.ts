// "/" leads to the search box from anywhere, unless one is writing.
const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

const visibleBox = (): HTMLInputElement | undefined =>
  [...document.querySelectorAll<HTMLInputElement>(".seek input")].find((box) => box.offsetParent !== null);

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  const box = visibleBox();
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
