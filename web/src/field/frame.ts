// The form engine in a room of its own, beside the shell: it may compile its rules and dress itself,
// and what it holds it tells the shell alone, through the one door that the shell opened.
import "./frame.css";
import { openForm, type Written } from "../forms/open-form";

export interface Asked {
  xform: string;
  instance: string;
  files: [name: string, file: File][];
  words: Record<string, string>;
  language: string; // as the form names it
  spoken: string;
  dir: string;
}

export interface Told {
  what: "ready" | "failed" | "draft" | "send" | "touched";
  xml?: string;
  files?: [name: string, file: File][];
}

const told = (what: Told["what"], { xml, files }: Written): Told => ({ what, xml, files: [...files] });

const open = async (asked: Asked, door: MessagePort): Promise<void> => {
  document.documentElement.lang = asked.spoken;
  document.documentElement.dir = asked.dir;
  const files = new Map(asked.files);
  const missing = new Response("", { status: 404 });
  const form = await openForm(document.querySelector<HTMLElement>("[data-part=form]")!, {
    xform: asked.xform, instance: asked.instance || undefined, instanceFiles: [...files.keys()], words: asked.words, language: asked.language,
    fetchAttachment: async (name) => (files.has(name) ? new Response(files.get(name)) : missing.clone()),
    onDraft: (written) => door.postMessage(told("draft", written)),
    onSend: async (written) => door.postMessage(told("send", written)),
  });
  // Asked for before the shell leaves or locks: what was written in the last seconds.
  door.onmessage = () => {
    const xml = form.owed();
    door.postMessage({ what: "draft", ...(xml ? { xml, files: [] } : {}) } satisfies Told);
  };
  for (const name of ["pointerdown", "keydown", "input"]) addEventListener(name, () => door.postMessage({ what: "touched" } satisfies Told));
  door.postMessage({ what: "ready" } satisfies Told);
};

addEventListener("message", ({ origin, source, data, ports }) => {
  const [door] = ports;
  if (origin !== location.origin || source !== parent || !door) return;
  open(data as Asked, door).catch((fault: unknown) => {
    door.postMessage({ what: "failed" } satisfies Told);
    throw fault;
  });
});
