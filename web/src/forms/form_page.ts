// The large screen form on its page: it comes with what is known, is kept while one writes, and is sent once.
import { showMessage } from "../behaviours/messages";
import { openForm, type OpenForm, type Written } from "./open_form";

interface Config {
  readonly xform: string;
  readonly instance: string;
  readonly files: Record<string, string>;
  readonly language: string;
  readonly draft: string;
  readonly send: string;
  readonly once: string;
  readonly token: string;
  readonly words: Record<string, string>;
}

const RECORD = "xml_submission_file";

class AmparoForm extends HTMLElement {
  #config!: Config;
  #form: OpenForm | undefined;
  #kept = new Set<string>(); // files that the house has already

  connectedCallback(): void {
    this.#config = JSON.parse(document.getElementById("form-config")?.textContent ?? "") as Config;
    this.#kept = new Set(Object.keys(this.#config.files));
    void this.#open();
  }

  async #open(): Promise<void> {
    const { xform, instance, files, language, words } = this.#config;
    const status = this.#part("opening");
    try {
      this.#form = await openForm(this.#part("form"), {
        xform, instance, language, words,
        instanceFiles: Object.keys(files),
        fetchAttachment: async (name) => (files[name] ? fetch(files[name]) : new Response("", { status: 404 })),
        onDraft: (written) => this.#keep(written),
        onSend: (written) => this.#send(written),
      });
      status.remove();
      addEventListener("pagehide", () => this.#leave());
      document.addEventListener("visibilitychange", () => document.hidden && this.#leave());
    } catch (fault) {
      status.textContent = words.fault ?? "";
      throw fault;
    }
  }

  async #keep(written: Written): Promise<void> {
    const answer = await this.#post(this.#config.draft, written).catch(() => null);
    if (!answer?.ok) return showMessage(answer ? "stumbled" : "lost");
    for (const name of written.files.keys()) this.#kept.add(name);
    this.#part("said").textContent = ((await answer.json()) as { said: string }).said;
  }

  async #send(written: Written): Promise<void> {
    const answer = await this.#post(this.#config.send, written, { "HX-Request": "true" }, this.#config.once).catch(() => null);
    const there = answer?.headers.get("HX-Redirect");
    if (there) {
      this.#form = undefined;
      location.assign(there);
    } else if (answer && answer.status < 500) {
      document.getElementById("refusals")?.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
    } else {
      showMessage(answer ? "stumbled" : "lost");
    }
  }

  // The page may be going away, or the telephone be put aside: the words at least arrive.
  #leave(): void {
    const xml = this.#form?.owed();
    if (xml) void this.#post(this.#config.draft, { xml, files: new Map() }, {}, "", true).catch(() => null);
  }

  #post(to: string, { xml, files }: Written, headers = {}, once = "", keepalive = false): Promise<Response> {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.#config.token);
    if (once) body.set("once", once);
    body.set(RECORD, new File([xml], "record.xml", { type: "text/xml" }));
    for (const [name, file] of files) if (!this.#kept.has(name)) body.set(name, file, name);
    return fetch(to, { method: "POST", body, headers, keepalive });
  }

  #part(name: string): HTMLElement {
    return this.querySelector<HTMLElement>(`[data-part=${name}]`) as HTMLElement;
  }
}

customElements.define("amparo-form", AmparoForm);
