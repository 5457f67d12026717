// The form engine in a room of its own, beside the shell: it may compile its rules and dress itself,
// and what it holds it tells the shell alone, through the one door that the shell opened.
import "./form_frame.css";
import { openForm, type Written } from "../forms/open_form";

export interface FrameRequest {
  xform: string;
  instance: string;
  files: [name: string, file: File][];
  texts: Record<string, string>;
  language: string; // as the form names it
  spoken: string;
  dir: string;
}

export interface FrameMessage {
  what: "ready" | "failed" | "draft" | "send" | "touched";
  xml?: string;
  files?: [name: string, file: File][];
}

const messageOf = (what: FrameMessage["what"], { xml, files }: Written): FrameMessage => ({ what, xml, files: [...files] });

const openInFrame = async (request: FrameRequest, port: MessagePort): Promise<void> => {
  document.documentElement.lang = request.spoken;
  document.documentElement.dir = request.dir;
  const files = new Map(request.files);
  const missing = new Response("", { status: 404 });
  const form = await openForm(document.querySelector<HTMLElement>("[data-part=form]")!, {
    xform: request.xform, instance: request.instance || undefined, instanceFiles: [...files.keys()], words: request.texts, language: request.language,
    fetchAttachment: async (name) => (files.has(name) ? new Response(files.get(name)) : missing.clone()),
    onDraft: (written) => port.postMessage(messageOf("draft", written)),
    onSend: async (written) => port.postMessage(messageOf("send", written)),
  });
  // Asked for before the shell leaves or locks: what was written in the last seconds.
  port.onmessage = () => {
    const xml = form.owed();
    port.postMessage({ what: "draft", ...(xml ? { xml, files: [] } : {}) } satisfies FrameMessage);
  };
  for (const name of ["pointerdown", "keydown", "input"]) addEventListener(name, () => port.postMessage({ what: "touched" } satisfies FrameMessage));
  port.postMessage({ what: "ready" } satisfies FrameMessage);
};

addEventListener("message", ({ origin, source, data, ports }) => {
  const [port] = ports;
  if (origin !== location.origin || source !== parent || !port) return;
  openInFrame(data as FrameRequest, port).catch((fault: unknown) => {
    port.postMessage({ what: "failed" } satisfies FrameMessage);
    throw fault;
  });
});
