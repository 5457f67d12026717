// A question in a dialog of the page: some fields, and what to do with them. It stands outside the form of the text,
// so that its fields are not sent and the key that answers it sends nothing else.

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly isRight?: boolean; // addresses are written from left to right in every language
  readonly options?: readonly (readonly [value: string, label: string])[];
  readonly accept?: string; // it takes a file, of these kinds
  readonly hint?: string;
}
export interface Question {
  readonly title: string;
  readonly fields: readonly Field[];
  readonly confirm: string;
  readonly cancel: string;
  readonly remove?: string | undefined;
  // What is wrong with an answer, empty where nothing is. Until it is known, the dialog waits.
  readonly check: (answer: Answer, file: File | undefined) => string | Promise<string>;
}
export type Answer = Record<string, string>;

let count = 0;

const make = <Name extends keyof HTMLElementTagNameMap>(name: Name, css = "", text = ""): HTMLElementTagNameMap[Name] => {
  const element = document.createElement(name);
  element.className = css;
  if (text) element.textContent = text;
  return element;
};

const inputFor = (field: Field): HTMLInputElement | HTMLSelectElement => {
  if (!field.options) {
    const input = make("input", "form-control");
    if (field.accept) return Object.assign(input, { type: "file", accept: field.accept });
    if (field.isRight) input.dir = "ltr";
    Object.assign(input, { type: "text", value: field.value, autocomplete: "off", spellcheck: !field.isRight });
    return input;
  }
  const select = make("select", "form-select");
  select.append(...field.options.map(([value, label]) => new Option(label, value, false, value === field.value)));
  return select;
};

// Resolves to the answer, to "remove", or to null where nothing is to be done.
export const ask = (question: Question): Promise<Answer | "remove" | null> =>
  new Promise((resolve) => {
    const name = `text-editor-dialog-${(count += 1)}`;
    const dialog = make("dialog", "confirm-dialog");
    const form = make("form", "text-editor-question");
    const title = make("h2", "", question.title);
    title.id = `${name}-title`;
    dialog.setAttribute("aria-labelledby", title.id);
    const error = make("p", "field-error");
    error.id = `${name}-error`;
    error.setAttribute("role", "alert");
    const inputs = question.fields.map((field) => {
      const input = inputFor(field);
      input.id = `${name}-${field.name}`;
      const label = make("label", "", field.label);
      label.htmlFor = input.id;
      const part = make("div", "field");
      part.append(label);
      if (field.hint) {
        const hint = make("span", "field-hint", field.hint);
        hint.id = `${input.id}-hint`;
        input.setAttribute("aria-describedby", hint.id);
        part.append(hint);
      }
      part.append(input);
      return { field, input, part };
    });
    const button = (label: string, css: string, answer: () => void, type: "button" | "submit" = "button"): HTMLButtonElement => {
      const made = make("button", `btn ${css}`, label);
      made.type = type;
      made.addEventListener("click", answer);
      return made;
    };
    let answer: Answer | "remove" | null = null;
    const actions = make("div", "actions");
    if (question.remove) actions.append(button(question.remove, "btn-danger", () => { answer = "remove"; dialog.close(); }));
    actions.append(button(question.cancel, "", () => dialog.close()), button(question.confirm, "btn-primary", () => undefined, "submit"));
    form.noValidate = true;
    const settle = async (): Promise<void> => {
      if (form.ariaBusy === "true") return;
      form.ariaBusy = "true";
      const given = Object.fromEntries(inputs.map(({ field, input }) => [field.name, input.value.trim()]));
      const file = inputs.map(({ input }) => (input instanceof HTMLInputElement ? input.files?.[0] : undefined)).find(Boolean);
      error.textContent = await question.check(given, file);
      form.ariaBusy = "false";
      if (error.textContent) {
        for (const { input } of inputs) input.setAttribute("aria-describedby", `${document.getElementById(`${input.id}-hint`)?.id ?? ""} ${error.id}`.trim());
        return inputs[0]?.input.focus();
      }
      if (dialog.open) answer = given;
      dialog.close();
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      void settle();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    form.append(title, ...inputs.map(({ part }) => part), error, actions);
    dialog.append(form);
    document.body.append(dialog);
    dialog.showModal();
    inputs[0]?.input.focus();
  });
