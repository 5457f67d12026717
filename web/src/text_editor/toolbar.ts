// The toolbars over a text: arrows within them, by the ARIA Authoring Practices.
import { toggleMark } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import type { Command, EditorState } from "prosemirror-state";
import { addColumnAfter, addColumnBefore, addRowAfter, addRowBefore, deleteTable, isInTable } from "prosemirror-tables";
import type { EditorView } from "prosemirror-view";
import { indent, isHeading, isListOf, isMarkActive, isQuote, outdent, toggleHeading, toggleList, toggleQuote } from "./commands";
import { insertFootnote } from "./footnotes";
import { drawIcon, type IconName } from "./icons";
import { marks, nodes } from "./schema";
import { alignmentOf, insertTable, removeColumn, removeRow, setAlignment } from "./tables";

export interface Tool {
  readonly name: IconName; // its icon, and its label in the element's data
  readonly command: Command;
  readonly isActive?: (state: EditorState) => boolean;
  readonly flip?: "page" | "text"; // with whose direction its drawing turns
}

const TEXT_TOOLS = (link: Command, figure: Command | null): Tool[][] => [
  [
    { name: "heading2", command: toggleHeading(2), isActive: isHeading(2) },
    { name: "heading3", command: toggleHeading(3), isActive: isHeading(3) },
    { name: "heading4", command: toggleHeading(4), isActive: isHeading(4) },
  ],
  [
    { name: "strong", command: toggleMark(marks.strong), isActive: isMarkActive(marks.strong) },
    { name: "emphasis", command: toggleMark(marks.emphasis), isActive: isMarkActive(marks.emphasis) },
    { name: "code", command: toggleMark(marks.code), isActive: isMarkActive(marks.code) },
    { name: "link", command: link, isActive: isMarkActive(marks.link) },
  ],
  [
    { name: "bulletList", command: toggleList(nodes.bulletList, false), isActive: isListOf(nodes.bulletList, false), flip: "text" },
    { name: "orderedList", command: toggleList(nodes.orderedList, false), isActive: isListOf(nodes.orderedList, false) },
    { name: "taskList", command: toggleList(nodes.bulletList, true), isActive: isListOf(nodes.bulletList, true), flip: "text" },
    { name: "outdent", command: outdent, flip: "text" },
    { name: "indent", command: indent, flip: "text" },
    { name: "quote", command: toggleQuote, isActive: isQuote, flip: "text" },
  ],
  [
    { name: "footnote", command: insertFootnote },
    { name: "table", command: insertTable },
    ...(figure ? [{ name: "figure", command: figure } as const] : []),
  ],
  [
    { name: "undo", command: undo, flip: "page" },
    { name: "redo", command: redo, flip: "page" },
  ],
];

const TABLE_TOOLS: Tool[] = [
  { name: "rowBefore", command: addRowBefore },
  { name: "rowAfter", command: addRowAfter },
  { name: "rowRemove", command: removeRow },
  { name: "columnBefore", command: addColumnBefore, flip: "text" },
  { name: "columnAfter", command: addColumnAfter, flip: "text" },
  { name: "columnRemove", command: removeColumn },
  { name: "alignLeft", command: setAlignment("left"), isActive: (state) => alignmentOf(state) === "left" },
  { name: "alignCenter", command: setAlignment("center"), isActive: (state) => alignmentOf(state) === "center" },
  { name: "alignRight", command: setAlignment("right"), isActive: (state) => alignmentOf(state) === "right" },
  { name: "tableRemove", command: deleteTable },
];

// Each is one stop of the tab key; that of tables is there where one writes in a table.
export const makeToolbars = (view: EditorView, label: (name: string) => string, link: Command, figure: Command | null): Toolbar[] => [
  new Toolbar(view, label, "toolbar", TEXT_TOOLS(link, figure), () => true),
  new Toolbar(view, label, "tableTools", [TABLE_TOOLS], isInTable),
];

export class Toolbar {
  readonly element = document.createElement("div");
  readonly #view: EditorView;
  readonly #tools: { readonly tool: Tool; readonly button: HTMLButtonElement }[] = [];
  readonly #label: (name: string) => string;
  readonly #isShown: (state: EditorState) => boolean;

  constructor(view: EditorView, label: (name: string) => string, name: string, groups: readonly (readonly Tool[])[], isShown: (state: EditorState) => boolean) {
    this.#view = view;
    this.#label = label;
    this.#isShown = isShown;
    this.element.className = "text-editor-tools";
    this.element.setAttribute("role", "toolbar");
    this.element.setAttribute("aria-label", label(name));
    this.element.setAttribute("aria-controls", view.dom.id);
    this.element.append(...groups.map((tools) => this.#group(tools)));
    this.element.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps the focus
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
    this.#tools[0]!.button.tabIndex = 0;
    this.update();
  }

  #group(tools: readonly Tool[]): HTMLElement {
    const group = document.createElement("div");
    group.className = "text-editor-group";
    for (const tool of tools) {
      const button = this.#button(tool);
      this.#tools.push({ tool, button });
      group.append(button);
    }
    return group;
  }

  #button(tool: Tool): HTMLButtonElement {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn btn-quiet btn-square text-editor-tool", tabIndex: -1, title: this.#label(tool.name) });
    button.setAttribute("aria-label", this.#label(tool.name));
    button.dataset["tool"] = tool.name;
    if (tool.flip) button.classList.add("text-editor-flip");
    if (tool.flip === "text" && this.#view.dom.dir) button.dir = this.#view.dom.dir;
    button.append(drawIcon(tool.name));
    button.addEventListener("click", () => this.#use(tool, button));
    return button;
  }

  #use(tool: Tool, button: HTMLButtonElement): void {
    this.#settle(button);
    if (button.ariaDisabled === "true") return;
    this.#view.focus();
    tool.command(this.#view.state, this.#view.dispatch, this.#view);
  }

  focus(): void {
    this.#tools.find(({ button }) => button.tabIndex === 0)?.button.focus();
  }

  update(): void {
    const { state } = this.#view;
    this.element.hidden = !this.#isShown(state);
    if (this.element.hidden) return;
    for (const { tool, button } of this.#tools) {
      if (tool.isActive) button.ariaPressed = String(tool.isActive(state));
      button.ariaDisabled = String(!tool.command(state));
    }
  }

  // The tab key comes back to where one was.
  #settle(current: HTMLButtonElement): void {
    for (const { button } of this.#tools) button.tabIndex = button === current ? 0 : -1;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault();
      return this.#view.focus();
    }
    const shown = this.#tools.map(({ button }) => button);
    const at = shown.indexOf(document.activeElement as HTMLButtonElement);
    const onwards = getComputedStyle(this.element).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const places: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at - 1, [onwards]: at + 1, Home: 0, End: -1 };
    const place = places[event.key];
    if (at < 0 || place === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = shown.at(place % shown.length)!;
    this.#settle(next);
    next.focus();
  }
}
