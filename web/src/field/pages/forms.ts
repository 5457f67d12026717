// Forms to fill in: about a case, or about nobody's file; kept as one writes, photos and all.
import { fromBase64, toBase64 } from "../bytes";
import type { BlankForm } from "../case_file";
import { spokenBy, titleOf, withKnown, xformOf } from "../blank_forms";
import { go, h, icon, notice, panel } from "../dom";
import { draftOf, draftsThere, dropDraft, keepDraft } from "../drafts";
import { blankForms } from "../files";
import type { Asked, Told } from "../frame";
import { find, partsOf, writeForm } from "../outbox";
import { caseOf, type Shown } from "../pending";
import { path, to, type Page } from "../router";
import { said, unsaid } from "../said";
import { sync } from "../sync";
import { t, tongue, words } from "../words";
import { whom } from "./card";
import { crumb } from "./pieces";
import { caseDeeds } from "./deed";

type Files = [name: string, file: File][];
const PATIENCE = 60_000;

interface Draft { xml: string; files: string[] }
interface DraftFile { type: string; bytes: string }

const line = (form: BlankForm, to: string): HTMLElement =>
  h("li.task.task-slim", {}, h("div.task-what", {}, h("a", { href: to }, titleOf(form)),
    h("span.task-who", {}, draftsThere().includes(to.slice(1)) ? h("span.mark.mark-info", {}, icon("pencil"), t("form_begun")) : null)), icon("chevron-right"));

const listed = (forms: BlankForm[], leads: (form: BlankForm) => string): Node =>
  forms.length
    ? panel(t("forms"), String(forms.length), h("ul.tasks", { role: "list" }, ...forms.map((form) => line(form, leads(form)))))
    : h("section.panel", { "aria-label": t("forms") }, h("div.nothing", {}, icon("clipboard-list"), h("strong", {}, t("no_forms")), h("span", {}, t("no_forms_words"))));

export const formsPage = (): Page => ({
  title: t("forms"),
  main: [h("div.page-head", {}, h("div", {}, h("h1", {}, t("forms")), h("p.lede", {}, t("forms_lede")))), listed(blankForms(), (form) => `#/fill/${form.ref}`)],
});

export const caseFormsPage = async ([ref]: string[]): Promise<Page> => {
  const file = await caseOf(ref!);
  if (!file) return formsPage();
  return {
    title: t("forms"),
    main: [crumb(`#/case/${file.ref}`, t("case")), h("div.page-head", {}, h("div", {}, h("h1", {}, t("deed_form")), whom(file))), listed(blankForms(), (form) => `#/fill/${form.ref}/${file.ref}`)],
  };
};

caseDeeds.set("form", caseFormsPage);

const asFile = (name: string, type: string, bytes: string): File => new File([fromBase64(bytes)], name, { type });

// A file goes into the drafts once, however often the words around it change.
const keep = async (page: string, { xml, files }: Required<Pick<Told, "xml" | "files">>, had: Set<string>): Promise<void> => {
  for (const [name, file] of files) {
    const sign = `${name} ${file.size} ${file.lastModified}`;
    if (had.has(sign)) continue;
    await keepDraft(`${page} ${name}`, { type: file.type, bytes: toBase64(new Uint8Array(await file.arrayBuffer())) } satisfies DraftFile);
    had.add(sign);
  }
  const names = files.length ? files.map(([name]) => name) : (draftOf<Draft>(page)?.files ?? []);
  await keepDraft(page, { xml, files: names } satisfies Draft);
};

const kept = (page: string): { instance: string; files: Files } => {
  const draft = draftOf<Draft>(page);
  const files = (draft?.files ?? []).flatMap((name): Files => {
    const found = draftOf<DraftFile>(`${page} ${name}`);
    return found ? [[name, asFile(name, found.type, found.bytes)]] : [];
  });
  return { instance: draft?.xml ?? "", files };
};

const forget = async (page: string): Promise<void> => {
  for (const each of draftsThere()) if (each === page || each.startsWith(`${page} `)) await dropDraft(each);
};

interface Filling { form: BlankForm; file: Shown | undefined; page: string; back: string; begun: { instance: string; files: Files }; instead?: string; after?: string | null }

const filling = async ({ form, file, page, back, begun, instead, after }: Filling): Promise<Page> => {
  unsaid();
  const blank = await xformOf(form.ref);
  const title = h("div.page-head", {}, h("div", {}, h("h1", {}, titleOf(form)), file ? whom(file) : null));
  if (!blank) return { title: t("forms"), main: [title, notice("warn", "wifi-off", h("p", {}, t("form_needs_signal"))), go(t("stop_here"), back)] };
  const status = h("p.soft", { role: "status" }, t("form_opening"));
  const frame = h("iframe.field-frame", { src: "/campo/frame/", title: titleOf(form) }) as HTMLIFrameElement;
  const { port1: door, port2: theirs } = new MessageChannel();
  const had = new Set<string>();
  let answered: (() => void) | undefined;
  let is_sent = false;
  const send = async (told: Told): Promise<void> => {
    const files = (told.files ?? []).map(([name, file]) => ({ name, file }));
    await writeForm({ about: file?.ref ?? null, fields: { version: form.ref, xml: told.xml ?? "" }, ...(after === undefined ? {} : { after }) }, files, instead);
    is_sent = true;
    await forget(page);
    said(t("form_saved"));
    to(file ? `/case/${file.ref}` : "/forms", true);
    void sync();
  };
  const failed = (): void => status.replaceChildren(t("form_failed"));
  const patience = setTimeout(failed, PATIENCE); // a room whose door nobody opens: it did not come whole
  const deeds: Record<Told["what"], (told: Told) => unknown> = {
    ready: () => {
      clearTimeout(patience);
      status.remove();
    },
    failed,
    touched: () => dispatchEvent(new Event("input")), // whoever writes there is here
    draft: async ({ xml, files }) => {
      if (xml && !is_sent) await keep(page, { xml, files: files ?? [] }, had);
      answered?.();
    },
    send: (told) => send(told).catch(() => said(t("not_saved"), "alert-triangle")),
  };
  door.onmessage = ({ data }) => void deeds[(data as Told).what]?.(data as Told);
  const known = withKnown(blank, file?.known[form.code] ?? {});
  const asked: Asked = { xform: known, ...begun, words: words("engine"), language: spokenBy(form), spoken: tongue(), dir: document.documentElement.dir };
  frame.addEventListener("load", () => frame.contentWindow?.postMessage(asked, location.origin, [theirs]), { once: true });
  const leave = async (): Promise<void> => {
    const told = new Promise<void>((done) => (answered = done));
    door.postMessage("owed");
    await Promise.race([told, new Promise((late) => setTimeout(late, 500))]);
    door.close();
    clearTimeout(patience);
  };
  return { title: t("forms"), main: [crumb(back, t("stop_here")), title, status, frame], leave, isAlone: true };
};

export const fillPage = async ([ref, about]: string[]): Promise<Page> => {
  const form = blankForms().find((each) => each.ref === ref);
  if (!form) return formsPage();
  const file = about ? await caseOf(about) : undefined;
  return filling({ form, file, page: path(), back: about ? `#/case/${about}` : "#/forms", begun: kept(path()) });
};

// What was refused is opened again with its answers and its photos.
export const mendForm = async (key: string): Promise<Page | null> => {
  const found = await find(key);
  const form = blankForms().find((each) => each.ref === found?.entry?.fields["version"]);
  if (!found?.entry || !form) return null;
  const { entry } = found;
  const pieces = await partsOf(key);
  const promised = entry.fields["files"] as { name: string; kind: string; digest: string; parts: number }[];
  const files = promised.map(({ name, kind, digest }): Files[number] => {
    const mine = pieces.filter((each) => each.digest === digest).sort((a, b) => a.part - b.part);
    return [name, new File(mine.map(({ bytes }) => bytes), name, { type: kind })];
  });
  const page = `mend ${key}`;
  const begun = draftOf<Draft>(page) ? kept(page) : { instance: String(entry.fields["xml"]), files };
  const file = entry.about ? await caseOf(entry.about) : undefined;
  return filling({ form, file, page, back: "#/outbox", begun, instead: key, after: entry.after });
};
