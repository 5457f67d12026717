// Lists of which several rows can be ticked: how many are, and a tick for all of the page. Without scripts the
// ticks and the buttons work alone.

const boxesOf = (form: HTMLFormElement): NodeListOf<HTMLInputElement> =>
  form.querySelectorAll<HTMLInputElement>("tbody .pick input");

const addTickForAll = (form: HTMLFormElement): HTMLInputElement | null => {
  const head = form.querySelector<HTMLElement>("thead .pick");
  if (!head) return null;
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", head.textContent?.trim() ?? "");
  all.addEventListener("change", () => {
    for (const box of boxesOf(form)) box.checked = all.checked;
    showCount(form, all);
  });
  const label = document.createElement("label");
  label.append(all);
  head.replaceChildren(label);
  return all;
};

const showCount = (form: HTMLFormElement, all: HTMLInputElement | null): void => {
  const boxes = [...boxesOf(form)];
  const ticked = boxes.filter((box) => box.checked).length;
  const count = form.querySelector<HTMLElement>("[data-selected]");
  if (count) {
    count.dataset.words ??= count.textContent ?? "";
    const number = new Intl.NumberFormat(document.documentElement.lang).format(ticked);
    count.textContent = ticked ? `${number} ${count.dataset.selected}` : count.dataset.words;
  }
  if (!all) return;
  all.checked = ticked > 0 && ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
};

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-selection]")) {
  const all = addTickForAll(form);
  form.addEventListener("change", () => showCount(form, all));
  addEventListener("pageshow", () => showCount(form, all)); // ticks that the browser kept
}
