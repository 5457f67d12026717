// One service: copied as a text, or printed as a card.

document.addEventListener("DOMContentLoaded", () => {
  const text = document.querySelector<HTMLElement>("[data-text]")?.textContent ?? "";
  const copy = document.querySelector<HTMLButtonElement>("button[data-copy]");
  const print = document.querySelector<HTMLButtonElement>("button[data-print]");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", () => {
      void navigator.clipboard.writeText(text).then(() => {
        document.querySelector<HTMLElement>("[data-copied]")!.hidden = false;
      });
    });
  }
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
});
