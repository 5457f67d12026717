// What was done stays ten seconds, or as long as somebody looks at it.
const STAYS = 10_000;

class Said extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    this.querySelector(".said-close")?.addEventListener("click", () => this.remove());
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
    this.#timer = setTimeout(() => this.remove(), STAYS);
  }
}

customElements.define("amparo-said", Said);
