// Messages in the corner of a page: toasts that close by themselves, and sentences that the page keeps
// ready for scripts.

// What was done stays ten seconds, or as long as somebody looks at it.
const TOAST_TIME = 10_000;

class Toast extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    this.querySelector(".toast-close")?.addEventListener("click", () => this.remove());
    for (const name of ["pointerenter", "focusin"]) this.addEventListener(name, () => this.#stay());
    for (const name of ["pointerleave", "focusout"]) this.addEventListener(name, () => this.#leaveLater());
    this.#leaveLater();
  }

  disconnectedCallback(): void {
    this.#stay();
  }

  #stay(): void {
    clearTimeout(this.#timer);
  }

  #leaveLater(): void {
    this.#stay();
    this.#timer = setTimeout(() => this.remove(), TOAST_TIME);
  }
}

customElements.define("amparo-toast", Toast);

// Sentences that a page keeps ready in <template data-message>.
const toastArea = (): HTMLElement | null => document.getElementById("toasts");

export const showMessage = (name: string): void => {
  const template = document.querySelector<HTMLTemplateElement>(`template[data-message="${name}"]`);
  const place = toastArea();
  if (!template || !place) return;
  place.dataset.message = name;
  place.replaceChildren(template.content.cloneNode(true));
};

// Shown once and left there, however often it is true again.
export const keepShowing = (name: string): void => {
  if (toastArea()?.dataset.message !== name || !toastArea()?.childElementCount) showMessage(name);
};

export const hideMessage = (name: string): void => {
  if (toastArea()?.dataset.message === name) toastArea()?.replaceChildren();
};
