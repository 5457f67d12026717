// <text-editor> around a textarea: where there is script, one writes in a page instead of in signs. The textarea
// stays in the form and holds the text as Markdown; what nobody changed stays as it came, sign by sign.
import "./text_editor.css";
import type { Node } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import { openEditor, type Editor, type Figure } from "./editor";
import { readMarkdown, writeMarkdown } from "./markdown";
import { makeToolbars, type Toolbar } from "./toolbar";

export { readMarkdown, writeMarkdown };

let count = 0;

class TextEditor extends HTMLElement {
  #textarea!: HTMLTextAreaElement;
  #editor: Editor | undefined;
  #toolbars: readonly Toolbar[] = [];
  #opened: { readonly doc: Node; readonly text: string } | undefined;
  #written = "";

  connectedCallback(): void {
    const textarea = this.querySelector("textarea");
    if (!textarea || this.#editor || textarea.disabled || textarea.readOnly) return;
    this.#textarea = textarea;
    const doc = readMarkdown(textarea.value);
    if (doc) this.#open(doc);
    else this.#say(this.#label("unread"));
  }

  #label = (name: string): string => this.dataset[`label${name.charAt(0).toUpperCase()}${name.slice(1)}`] ?? "";

  #open(doc: Node): void {
    const textarea = this.#textarea;
    this.#opened = { doc, text: textarea.value };
    this.#written = textarea.value;
    const figures = this.#figures();
    this.#editor = openEditor(doc, {
      attributes: this.#attributes(),
      label: this.#label,
      figures,
      addFigure: this.dataset["figureAdd"] ? (file) => this.#addFigure(file, figures) : null,
      figurePattern: this.dataset["figureUrl"] ?? "",
      onChange: (changed) => this.#write(changed),
      onUpdate: () => this.#update(),
      onLeave: () => this.#toolbars[0]?.focus(),
    });
    const { view, link, figure } = this.#editor;
    this.#toolbars = makeToolbars(view, this.#label, link, figure);
    const tools = document.createElement("div");
    tools.className = "text-editor-toolbars";
    tools.append(...this.#toolbars.map(({ element }) => element));
    const frame = document.createElement("div");
    frame.className = "text-editor-frame";
    frame.append(tools, view.dom);
    for (const name of ["input", "change"]) frame.addEventListener(name, (event) => event.stopPropagation()); // the textarea says it
    this.append(frame);
    this.classList.add("is-open");
    this.#hide();
    textarea.form?.addEventListener("reset", () => setTimeout(() => this.#editor && this.#readAgain()));
    addEventListener("pageshow", () => this.#editor && this.#readAgain()); // a text that the browser kept
  }

  // The label, the list of errors and the browser's own check lead to the textarea, and from it to the text.
  #hide(): void {
    const textarea = this.#textarea;
    for (const hint of this.querySelectorAll<HTMLElement>(".text-editor-keys")) hint.hidden = false;
    const hadFocus = document.activeElement === textarea;
    textarea.tabIndex = -1;
    textarea.setAttribute("aria-hidden", "true");
    textarea.addEventListener("focus", () => this.#editor?.view.focus());
    if (hadFocus) this.#editor?.view.focus();
  }

  #attributes(): Record<string, string> {
    const textarea = this.#textarea;
    const attributes: Record<string, string> = { id: `text-editor-${(count += 1)}`, class: "text-editor-text", role: "textbox", "aria-multiline": "true", spellcheck: "true" };
    for (const name of ["lang", "dir", "aria-describedby", "aria-invalid", "aria-required"]) {
      const value = textarea.getAttribute(name);
      if (value) attributes[name] = value;
    }
    const hint = this.querySelector(".text-editor-keys")?.id;
    if (hint) attributes["aria-describedby"] = `${attributes["aria-describedby"] ?? ""} ${hint}`.trim();
    if (textarea.required) attributes["aria-required"] = "true";
    const label = this.dataset["labelId"] || textarea.getAttribute("aria-labelledby") || this.#labelId();
    if (label) attributes["aria-labelledby"] = label;
    else attributes["aria-label"] = textarea.getAttribute("aria-label") ?? "";
    return attributes;
  }

  #labelId(): string {
    const label = this.#textarea.labels[0];
    if (label && !label.id) label.id = `text-editor-label-${count}`;
    return label?.id ?? "";
  }

  #figures(): Figure[] {
    const list = this.dataset["figures"] ? document.getElementById(this.dataset["figures"]) : null;
    return JSON.parse(list?.textContent || "[]") as Figure[];
  }

  // Sends a picture, alone: the text is not sent with it. Returns the figure that it became, or what is wrong.
  async #addFigure(file: File, figures: Figure[]): Promise<Figure | string> {
    const body = new FormData();
    const token = this.#textarea.form?.elements.namedItem("csrfmiddlewaretoken");
    if (token instanceof HTMLInputElement) body.set(token.name, token.value);
    body.set("file", file);
    const answer = await fetch(this.dataset["figureAdd"]!, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
    const said = (await answer?.json().catch(() => null)) as (Partial<Figure> & { readonly errors?: readonly string[] }) | null;
    if (!said?.digest) return said?.errors?.join(" ") || this.#label("figureFailed");
    const figure = { digest: said.digest, name: said.name ?? file.name };
    if (!figures.some(({ digest }) => digest === figure.digest)) figures.push(figure);
    return figure;
  }

  #write(doc: Node): void {
    const { doc: before, text } = this.#opened!;
    const written = doc.eq(before) ? text : writeMarkdown(doc);
    if (written === this.#written) return;
    this.#textarea.value = this.#written = written;
    this.#textarea.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #update(): void {
    for (const toolbar of this.#toolbars) toolbar.update();
  }

  // Something else than we wrote into the textarea.
  #readAgain(): void {
    const text = this.#textarea.value;
    if (text === this.#written) return;
    const doc = readMarkdown(text);
    if (!doc) return this.#close();
    this.#opened = { doc, text };
    this.#written = text;
    const { view } = this.#editor!;
    view.updateState(EditorState.create({ doc, plugins: view.state.plugins }));
    this.#update();
  }

  #close(): void {
    const { view } = this.#editor!;
    view.dom.parentElement?.remove();
    view.destroy();
    this.#editor = undefined;
    this.#toolbars = [];
    this.classList.remove("is-open");
    this.#textarea.removeAttribute("tabindex");
    this.#textarea.removeAttribute("aria-hidden");
    this.#say(this.#label("unread"));
  }

  #say(text: string): void {
    const note = document.createElement("p");
    note.className = "field-hint";
    note.textContent = text;
    this.append(note);
  }
}

customElements.define("text-editor", TextEditor);
