// How tasks and figures are shown while one writes.
import type { Node } from "prosemirror-model";
import type { EditorView, NodeView, NodeViewConstructor } from "prosemirror-view";

class ItemView implements NodeView {
  readonly dom = document.createElement("li");
  readonly contentDOM: HTMLElement;
  readonly #box: HTMLInputElement | undefined;

  constructor(node: Node, view: EditorView, place: () => number | undefined, label: string) {
    const done = node.attrs["done"] as boolean | null;
    if (done === null) {
      this.contentDOM = this.dom;
      return;
    }
    this.dom.className = "text-editor-task";
    const box = (this.#box = document.createElement("input"));
    Object.assign(box, { type: "checkbox", checked: done, ariaLabel: label });
    const target = document.createElement("label");
    target.contentEditable = "false";
    target.append(box);
    this.contentDOM = document.createElement("div");
    this.dom.append(target, this.contentDOM);
    box.addEventListener("change", () => {
      const at = place();
      if (at !== undefined) view.dispatch(view.state.tr.setNodeAttribute(at, "done", box.checked));
    });
  }

  update(node: Node): boolean {
    const done = node.attrs["done"] as boolean | null;
    if (node.type.name !== "list_item" || (done === null) !== (this.#box === undefined)) return false;
    if (this.#box) this.#box.checked = done === true;
    return true;
  }

  stopEvent(event: Event): boolean {
    return this.#box !== undefined && event.target === this.#box;
  }

  ignoreMutation(mutation: { readonly target: globalThis.Node }): boolean {
    return this.#box !== undefined && !this.contentDOM.contains(mutation.target);
  }
}

class FigureView implements NodeView {
  readonly dom = document.createElement("figure");

  // Where the page says no address of figures, the words that describe it stand for it.
  constructor(node: Node, pattern: string) {
    const { digest, alternative } = node.attrs as { digest: string; alternative: string };
    const caption = document.createElement("figcaption");
    caption.textContent = alternative;
    if (pattern) {
      const image = document.createElement("img");
      Object.assign(image, { src: pattern.replace("{digest}", digest), alt: "" }); // its words stand below it
      this.dom.append(image);
    }
    this.dom.append(caption);
  }
}

export const nodeViews = (taskLabel: string, figurePattern: string): Record<string, NodeViewConstructor> => ({
  list_item: (node, view, place) => new ItemView(node, view, place, taskLabel),
  figure: (node) => new FigureView(node, figurePattern),
});
