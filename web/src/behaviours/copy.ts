// An address that is shown once is copied with one touch. Without scripts, or where a browser keeps the
// clipboard to itself, there is no such button and the address is selected by hand.

if (navigator.clipboard) {
  for (const place of document.querySelectorAll<HTMLElement>("[data-copy]")) {
    const button = place.querySelector<HTMLButtonElement>("button")!;
    button.hidden = false;
    button.addEventListener("click", () => {
      void navigator.clipboard.writeText(place.querySelector(".code")?.textContent ?? "").then(() => {
        place.querySelector<HTMLElement>("[role=status]")!.textContent = button.dataset.copied ?? "";
      });
    });
  }
}
