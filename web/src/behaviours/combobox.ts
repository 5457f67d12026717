// A select with many options becomes a box in which one types, with the options that fit below it: the editable
// combobox with list autocomplete of the ARIA Authoring Practices. The select stays in the form and holds the answer;
// without scripts it is all there is.

const folded = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/[\p{M}ـ]/gu, "") // accents, Arabic vowels and hamzas, the stretch of a letter
    .replace(/ى/g, "ي")
    .replace(/ة/g, "ه")
    .toLowerCase()
    .trim();

const ARTICLE = /^ال/;

interface Line {
  option: HTMLOptionElement;
  text: string;
  element: HTMLElement;
}

// How well a line fits what was typed: 0 where it begins with it, 1 where each word typed begins one of its words,
// 2 where each is somewhere in it; -1 not at all.
const fit = (line: Line, typed: string): number => {
  if (line.text.startsWith(typed)) return 0;
  const starts = line.text.split(/[\s\-·(),’']+/).flatMap((word) => [word, word.replace(ARTICLE, "")]);
  const all = typed.split(/\s+/);
  if (all.every((each) => starts.some((word) => word.startsWith(each)))) return 1;
  return all.every((each) => line.text.includes(each)) ? 2 : -1;
};

let count = 0;

const part = (tag: string, role: string, css = ""): HTMLElement => {
  const element = document.createElement(tag);
  element.setAttribute("role", role);
  element.className = css;
  return element;
};

class Combobox extends HTMLElement {
  #select!: HTMLSelectElement;
  #box!: HTMLInputElement;
  #list!: HTMLElement;
  #status!: HTMLElement;
  #lines: Line[] = [];
  #active: Line | undefined;

  connectedCallback(): void {
    const select = this.querySelector("select");
    if (!select || this.#box) return;
    this.#select = select;
    this.#build(`combobox-${(count += 1)}`);
    select.addEventListener("change", () => this.#showChosen());
    select.addEventListener("focus", () => this.#box.focus());
    select.form?.addEventListener("reset", () => setTimeout(() => this.#showChosen()));
    addEventListener("pageshow", () => this.#showChosen()); // an answer that the browser kept
    this.#showChosen();
  }

  // The label, its hint and its error, and links to the field now lead to the box.
  #build(name: string): void {
    const select = this.#select;
    const box = (this.#box = document.createElement("input"));
    Object.assign(box, { type: "text", className: "form-select", autocomplete: "off", spellcheck: false });
    Object.assign(box, { placeholder: this.dataset.hint ?? "", disabled: select.disabled });
    for (const attribute of ["id", "aria-describedby", "aria-invalid", "aria-label"]) {
      const value = select.getAttribute(attribute);
      if (value !== null) box.setAttribute(attribute, value);
      select.removeAttribute(attribute);
    }
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", `${name}-list`);
    box.setAttribute("aria-expanded", "false");
    select.tabIndex = -1;
    select.setAttribute("aria-hidden", "true");
    this.#list = part("div", "listbox", "combobox-list");
    this.#list.id = `${name}-list`;
    this.#list.hidden = true;
    this.#status = part("p", "status");
    this.append(box, this.#list, this.#status);
    this.#list.setAttribute("aria-label", box.labels?.[0]?.textContent?.trim() ?? "");
    this.classList.add("combobox");
    if (document.activeElement === select) box.focus();
    this.#listen();
  }

  #listen(): void {
    const box = this.#box;
    box.addEventListener("input", (event) => {
      event.stopPropagation(); // what is typed is no answer yet
      this.#open(box.value);
    });
    box.addEventListener("change", (event) => event.stopPropagation());
    box.addEventListener("click", () => this.#isOpen || this.#open());
    box.addEventListener("focus", () => box.select());
    box.addEventListener("keydown", (event) => this.#onKey(event));
    box.addEventListener("blur", () => this.#leave());
    this.#list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    this.#list.addEventListener("click", (event) => {
      const touched = (event.target as Element).closest("[role=option]");
      const line = this.#lines.find(({ element }) => element === touched);
      if (line) this.#choose(line.option);
    });
  }

  get #isOpen(): boolean {
    return !this.#list.hidden;
  }

  get #shown(): Line[] {
    return [...this.#list.querySelectorAll("[role=option]")].map(
      (element) => this.#lines.find((line) => line.element === element)!,
    );
  }

  // An empty first line is no answer to choose: emptying the box says the same.
  #isBlank(option: HTMLOptionElement): boolean {
    return option.value === "" && ["", "—"].includes(option.text.trim());
  }

  #readOptions(): void {
    const options = [...this.#select.options].filter((option) => !option.disabled && !this.#isBlank(option));
    this.#lines = options.map((option, place) => {
      const element = part("div", "option");
      element.id = `${this.#list.id}-${place}`;
      element.textContent = option.text;
      return { option, element, text: folded(option.text) };
    });
  }

  // On a phone the keyboard covers half of the page: the field goes up, so that its list is seen.
  #begin(): void {
    this.#readOptions();
    if (matchMedia("(pointer: coarse)").matches) (this.closest(".field") ?? this).scrollIntoView({ block: "start" });
  }

  // The list as the select groups it, or what fits the words in the box, the best first.
  #open(text = ""): void {
    if (!this.#isOpen) this.#begin();
    const typed = folded(text);
    this.#list.replaceChildren(...(typed ? this.#fitting(typed) : this.#grouped()));
    const found = this.#list.childElementCount > 0;
    this.#list.hidden = !found;
    this.#box.setAttribute("aria-expanded", String(found));
    this.#status.className = found ? "combobox-found" : "combobox-none";
    const total = new Intl.NumberFormat(document.documentElement.lang).format(this.#shown.length);
    this.#status.textContent = found ? `${this.dataset.found} ${total}` : (this.dataset.none ?? "");
    this.#activate(typed ? this.#shown[0] : this.#lines.find(({ option }) => option.selected));
  }

  #fitting(typed: string): HTMLElement[] {
    const ranked = this.#lines.map((line) => ({ line, rank: fit(line, typed) })).filter(({ rank }) => rank >= 0);
    return ranked.sort((one, other) => one.rank - other.rank).map(({ line }) => line.element);
  }

  #grouped(): HTMLElement[] {
    const groups = new Map<Element, HTMLElement>();
    const rows: HTMLElement[] = [];
    for (const { option, element } of this.#lines) {
      const parent = option.parentElement;
      if (!(parent instanceof HTMLOptGroupElement)) {
        rows.push(element);
        continue;
      }
      if (!groups.has(parent)) rows.push(this.#group(parent, groups));
      groups.get(parent)!.append(element);
    }
    return rows;
  }

  #group(from: HTMLOptGroupElement, groups: Map<Element, HTMLElement>): HTMLElement {
    const group = part("div", "group");
    const title = part("div", "presentation", "combobox-group");
    title.id = `${this.#list.id}-group-${groups.size}`;
    title.textContent = from.label;
    group.setAttribute("aria-labelledby", title.id);
    group.append(title);
    groups.set(from, group);
    return group;
  }

  #activate(line?: Line): void {
    this.#active?.element.removeAttribute("aria-selected");
    this.#active = line;
    this.#box.removeAttribute("aria-activedescendant");
    if (!line) return void (this.#list.scrollTop = 0);
    line.element.setAttribute("aria-selected", "true");
    this.#box.setAttribute("aria-activedescendant", line.element.id);
    line.element.scrollIntoView({ block: "nearest" });
  }

  #onKey(event: KeyboardEvent): void {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const action = this.#isOpen ? this.#keysWhenOpen[event.key] : this.#keysWhenClosed[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation(); // Escape closes the list, and not the dialog around it
    action();
  }

  // Enter never sends the form from here, as it does not from a select.
  #keysWhenClosed: Record<string, () => void> = {
    ArrowDown: () => this.#open(),
    ArrowUp: () => this.#open(),
    Enter: () => this.#settle(),
  };

  #keysWhenOpen: Record<string, () => void> = {
    ArrowDown: () => this.#move(1),
    ArrowUp: () => this.#move(-1),
    Home: () => this.#activate(this.#shown[0]),
    End: () => this.#activate(this.#shown.at(-1)),
    Enter: () => (this.#active ? this.#choose(this.#active.option) : this.#settle()),
    Escape: () => this.#showChosen(),
  };

  #move(step: 1 | -1): void {
    const all = this.#shown;
    const now = this.#active ? all.indexOf(this.#active) + step : step === 1 ? 0 : -1;
    this.#activate(all[(now + all.length) % all.length]);
  }

  #choose(option: HTMLOptionElement): void {
    const isNew = !option.selected;
    option.selected = true;
    this.#showChosen();
    if (!isNew) return;
    this.#select.dispatchEvent(new Event("input", { bubbles: true }));
    this.#select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // What was typed counts where it can mean one option only; else the answer stays what it was.
  #settle(): void {
    const typed = folded(this.#box.value);
    if (typed === folded(this.#chosenText)) return this.#showChosen();
    if (!this.#lines.length) this.#readOptions();
    const same = this.#lines.filter(({ text }) => text === typed);
    const fitting = same.length ? same : this.#lines.filter((line) => typed && fit(line, typed) >= 0);
    const blank = [...this.#select.options].find((option) => this.#isBlank(option));
    const meant = typed ? (fitting.length === 1 ? fitting[0]?.option : undefined) : blank;
    if (meant) this.#choose(meant);
    else this.#showChosen();
  }

  #leave(): void {
    if (this.isConnected) this.#settle();
  }

  get #chosenText(): string {
    const option = this.#select.selectedOptions[0];
    return option && !this.#isBlank(option) ? option.text.trim() : "";
  }

  // The box says what the select holds, and the list is closed.
  #showChosen(): void {
    this.#box.value = this.#chosenText;
    this.#list.hidden = true;
    this.#box.setAttribute("aria-expanded", "false");
    this.#activate();
    this.#status.textContent = "";
    this.#status.className = "combobox-found";
  }
}

customElements.define("amparo-combobox", Combobox);
