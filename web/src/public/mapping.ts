// The map of a list, fetched only by a tap: it weighs more than all pages before it.
const begin = (): void => {
  const frame = document.querySelector<HTMLElement>("[data-map]");
  const button = document.querySelector<HTMLButtonElement>("[data-map-open]");
  const [sheet, note] = frame ? ([...frame.children] as [HTMLElement, HTMLElement]) : [];
  if (!frame || !button || !sheet || !note || !document.querySelector("[data-point]")) return;
  button.hidden = false;
  let isDrawn = false;
  button.addEventListener("click", async () => {
    frame.hidden = !frame.hidden;
    button.setAttribute("aria-expanded", String(!frame.hidden));
    if (isDrawn) return;
    isDrawn = true;
    try {
      const { draw } = await import(/* @vite-ignore */ frame.dataset.map ?? "");
      await draw(sheet, frame.dataset);
    } catch {
      sheet.hidden = true;
      note.textContent = frame.dataset.failed ?? "";
    }
  });
};
document.addEventListener("DOMContentLoaded", begin);
