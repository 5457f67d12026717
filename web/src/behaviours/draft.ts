// What is written into a long form is kept while one writes, a few seconds after the last word.
import { say } from "./say";

const PAUSE = 4_000;

class AmparoDraft extends HTMLElement {
  #waiting = 0;
  #isOwed = false;

  connectedCallback(): void {
    const form = this.closest("form");
    form?.addEventListener("input", () => this.#owe());
    form?.addEventListener("submit", () => this.#rest());
    addEventListener("pagehide", () => this.#leave());
    document.addEventListener("visibilitychange", () => document.hidden && this.#leave());
  }

  #owe(): void {
    this.#rest();
    this.#isOwed = true;
    this.#waiting = window.setTimeout(() => void this.#keep(), PAUSE);
  }

  #rest(): void {
    clearTimeout(this.#waiting);
    this.#isOwed = false;
  }

  #leave(): void {
    if (this.#isOwed) void this.#keep();
  }

  async #keep(): Promise<void> {
    this.#rest();
    const form = this.closest("form") as HTMLFormElement;
    const told = new FormData(form);
    // Files go with the next look: a page that is going away carries words alone.
    for (const [name, value] of [...told]) if (name === "once" || value instanceof File) told.delete(name);
    const answer = await fetch(this.dataset.to ?? "", { method: "POST", body: told, keepalive: true }).catch(() => null);
    if (!answer?.ok) {
      this.#isOwed = true;
      return say("lost");
    }
    (this.querySelector("output") as HTMLOutputElement).value = ((await answer.json()) as { said: string }).said;
    form.dispatchEvent(new CustomEvent("amparo:kept", { bubbles: true }));
  }
}

customElements.define("amparo-draft", AmparoDraft);
