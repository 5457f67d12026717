// Unsaved input: long forms are saved as drafts on the server, and the browser asks before it leaves the rest.
import { showMessage } from "./messages";

// A few seconds after the last word.
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
    const body = new FormData(form);
    // Files go with the next look: a page that is going away carries words alone.
    for (const [name, value] of [...body]) if (name === "once" || value instanceof File) body.delete(name);
    const answer = await fetch(this.dataset.to ?? "", { method: "POST", body, keepalive: true }).catch(() => null);
    if (!answer?.ok) {
      this.#isOwed = true;
      return showMessage("lost");
    }
    (this.querySelector("output") as HTMLOutputElement).value = ((await answer.json()) as { said: string }).said;
    form.dispatchEvent(new CustomEvent("amparo:kept", { bubbles: true }));
  }
}

customElements.define("amparo-draft", AmparoDraft);

// Forms with input that was neither sent nor saved.
const dirty = new Set<HTMLFormElement>();

const isWatched = (form: HTMLFormElement | null): form is HTMLFormElement =>
  form !== null && form.method === "post" && !form.matches(".search, [data-no-warning]");

document.addEventListener("input", (event) => {
  const form = (event.target as HTMLInputElement).form;
  if (isWatched(form)) dirty.add(form);
});

document.addEventListener("amparo:kept", (event) => dirty.delete(event.target as HTMLFormElement));

document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented || (event.target as Element).matches("[hx-post]")) {
    dirty.delete(event.target as HTMLFormElement);
  }
});

window.addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});
