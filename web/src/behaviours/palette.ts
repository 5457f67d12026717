// Search over the page: "/", Ctrl K or a click on the header's box opens it, arrows choose, Enter opens. Without
// scripts the box of the header leads to the page of results.
import { isWriting } from "./writing";

const palette = document.querySelector("#palette-form")?.closest("dialog");
const headerBox = document.querySelector<HTMLInputElement>(".header > .search [type=search]");

const setUp = (dialog: HTMLDialogElement): void => {
  const box = dialog.querySelector<HTMLInputElement>("[role=combobox]")!;
  const found = dialog.querySelector<HTMLElement>(".palette-found")!;
  const status = dialog.querySelector<HTMLElement>("[role=status]")!;
  const lines = (): HTMLAnchorElement[] => [...found.querySelectorAll<HTMLAnchorElement>("[role=option]")];
  const chosen = (): HTMLAnchorElement | null => found.querySelector<HTMLAnchorElement>("[aria-selected=true]");

  // Nothing is chosen before an arrow is pressed: Enter never opens a file that came up a moment ago.
  const choose = (line?: HTMLAnchorElement): void => {
    chosen()?.removeAttribute("aria-selected");
    box.removeAttribute("aria-activedescendant");
    if (!line) return;
    line.setAttribute("aria-selected", "true");
    line.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", line.id);
  };

  const move = (step: 1 | -1): void => {
    const all = lines();
    const now = chosen();
    const next = (now ? all.indexOf(now) + step : step === 1 ? 0 : -1) + all.length;
    choose(all[next % all.length]);
  };

  const showFound = (): void => {
    lines().forEach((line, place) => (line.id = `palette-line-${place}`));
    box.setAttribute("aria-expanded", String(lines().length > 0));
    status.textContent = found.querySelector("[data-count]")?.textContent ?? "";
  };

  // No name stays on the page once the search is closed.
  const clear = (): void => {
    box.value = "";
    found.replaceChildren();
    choose();
    showFound();
  };

  const open = (text = ""): void => {
    if (document.querySelector("dialog[open]")) return;
    dialog.showModal();
    box.value = text;
    box.focus();
    if (text) box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.shiftKey) return;
    const isControlled = event.ctrlKey || event.metaKey;
    const isShortcut = isControlled ? event.key.toLowerCase() === "k" : event.key === "/" && !isWriting(event.target);
    if (!isShortcut) return;
    event.preventDefault();
    open();
  });

  headerBox?.addEventListener("click", () => {
    const text = headerBox.value;
    headerBox.value = "";
    open(text);
  });

  dialog.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault(); // some browsers only empty the box
      dialog.close();
    } else if (event.target === box && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.target === box && event.key === "Enter" && chosen()) {
      event.preventDefault();
      chosen()?.click();
    }
  });

  box.addEventListener("input", () => choose());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close()); // its backdrop
  dialog.addEventListener("close", clear);
  document.addEventListener("htmx:after:swap", () => (dialog.open ? showFound() : clear()));
};

if (palette) setUp(palette);
