// Forms to fill in: about a case, or about nobody's file; kept as one writes, photos and all.
import { formLanguage, formTitle, prefill, xformOf } from "../blank_forms";
import { type BlankForm, blankForms, caseOf, type ShownCase } from "../case_record";
import { fromBase64, toBase64 } from "../crypto";
import { alertBox, h, icon, linkButton, panel } from "../dom";
import type { FrameMessage, FrameRequest } from "../form_frame";
import { guidancePanel, shownAt } from "../guidance";
import { clearToast, showToast } from "../layout";
import { addForm, deleteDraft, draftOf, draftPages, findEntry, partsOf, saveDraft } from "../outbox";
import { type Page, path, to } from "../router";
import { sync } from "../sync";
import { currentLanguage, t, textsWith } from "../translations";
import { caseActionPages } from "./action";
import { caseLine } from "./case";
import { backLink } from "./components";

type Files = [name: string, file: File][];
const PATIENCE = 60_000;

interface Draft { xml: string; files: string[] }
interface DraftFile { type: string; bytes: string }

const line = (form: BlankForm, to: string): HTMLElement =>
  h("li.task.task-slim", {}, h("div.task-what", {}, h("a", { href: to }, formTitle(form)),
    h("span.task-who", {}, draftPages().includes(to.slice(1)) ? h("span.mark.mark-info", {}, icon("pencil"), t("form_begun")) : null)), icon("chevron-right"));

const listed = (forms: BlankForm[], leads: (form: BlankForm) => string): Node =>
  forms.length
    ? panel(t("forms"), String(forms.length), h("ul.tasks", { role: "list" }, ...forms.map((form) => line(form, leads(form)))))
    : h("section.panel", { "aria-label": t("forms") }, h("div.empty-state", {}, icon("clipboard-list"), h("strong", {}, t("no_forms")), h("span", {}, t("no_forms_words"))));

export const formsPage = (): Page => ({
  title: t("forms"),
  main: [h("div.page-head", {}, h("div", {}, h("h1", {}, t("forms")), h("p.lede", {}, t("forms_lede")))), listed(blankForms(), (form) => `#/fill/${form.ref}`)],
});

export const caseFormsPage = async ([ref]: string[]): Promise<Page> => {
  const file = await caseOf(ref!);
  if (!file) return formsPage();
  return {
    title: t("forms"),
    main: [backLink(`#/case/${file.ref}`, t("case")), h("div.page-head", {}, h("div", {}, h("h1", {}, t("deed_form")), caseLine(file))), listed(blankForms(), (form) => `#/fill/${form.ref}/${file.ref}`)],
  };
};

caseActionPages.set("form", caseFormsPage);

const asFile = (name: string, type: string, bytes: string): File => new File([fromBase64(bytes)], name, { type });

// A file goes into the drafts once, however often the words around it change.
const saveFormDraft = async (page: string, { xml, files }: Required<Pick<FrameMessage, "xml" | "files">>, had: Set<string>): Promise<void> => {
  for (const [name, file] of files) {
    const sign = `${name} ${file.size} ${file.lastModified}`;
    if (had.has(sign)) continue;
    await saveDraft(`${page} ${name}`, { type: file.type, bytes: toBase64(new Uint8Array(await file.arrayBuffer())) } satisfies DraftFile);
    had.add(sign);
  }
  const names = files.length ? files.map(([name]) => name) : (draftOf<Draft>(page)?.files ?? []);
  await saveDraft(page, { xml, files: names } satisfies Draft);
};

const formDraft = (page: string): { instance: string; files: Files } => {
  const draft = draftOf<Draft>(page);
  const files = (draft?.files ?? []).flatMap((name): Files => {
    const found = draftOf<DraftFile>(`${page} ${name}`);
    return found ? [[name, asFile(name, found.type, found.bytes)]] : [];
  });
  return { instance: draft?.xml ?? "", files };
};

const deleteFormDraft = async (page: string): Promise<void> => {
  for (const each of draftPages()) if (each === page || each.startsWith(`${page} `)) await deleteDraft(each);
};

// Standard forms that are filled at a step of casework, by their code.
const FLAGS = ["danger_now", "suicide_risk", "medical", "child_without_adult", "asylum_wish", "trafficking_signs"];
const FORM_STEPS: Record<string, string[]> = {
  f02_rapid_screening: ["case.screening", ...FLAGS.map((flag) => `flag.${flag}`)],
  f04_individual_assessment: ["case.needs", "case.risk"],
  f08_trafficking_interview_guide: ["trafficking.screening"],
  f13_follow_up: ["case.follow_up", "communication.safe"],
  f17_best_interests_assessment: ["child.assessment"],
  f23_fitness_to_travel: ["return.fitness_to_travel"],
};

interface FormContext { form: BlankForm; file: ShownCase | undefined; page: string; back: string; begun: { instance: string; files: Files }; instead?: string; after?: string | null }

const frameFormPage = async ({ form, file, page, back, begun, instead, after }: FormContext): Promise<Page> => {
  clearToast();
  const blank = await xformOf(form.ref);
  const title = h("div.page-head", {}, h("div", {}, h("h1", {}, formTitle(form)), file ? caseLine(file) : null));
  if (!blank) return { title: t("forms"), main: [title, alertBox("warn", "wifi-off", h("p", {}, t("form_needs_signal"))), linkButton(t("stop_here"), back)] };
  const status = h("p.soft", { role: "status" }, t("form_opening"));
  const steps = FORM_STEPS[form.code] ?? [];
  const beside = guidancePanel(steps);
  const frame = h("iframe.field-frame", { src: "/campo/frame/", title: formTitle(form) }) as HTMLIFrameElement;
  const { port1: port, port2: theirs } = new MessageChannel();
  const had = new Set<string>();
  let answered: (() => void) | undefined;
  let is_sent = false;
  const send = async (message: FrameMessage): Promise<void> => {
    const files = (message.files ?? []).map(([name, file]) => ({ name, file }));
    await addForm({ about: file?.ref ?? null, fields: { version: form.ref, xml: message.xml ?? "" }, ...(after === undefined ? {} : { after }), guidance: shownAt(steps) }, files, instead);
    is_sent = true;
    await deleteFormDraft(page);
    showToast(t("form_saved"));
    to(file ? `/case/${file.ref}` : "/forms", true);
    void sync();
  };
  const failed = (): void => status.replaceChildren(t("form_failed"));
  const patience = setTimeout(failed, PATIENCE); // nobody answers: the frame did not load whole
  const handlers: Record<FrameMessage["what"], (message: FrameMessage) => unknown> = {
    ready: () => {
      clearTimeout(patience);
      status.remove();
    },
    failed,
    touched: () => dispatchEvent(new Event("input")), // whoever writes there is here
    draft: async ({ xml, files }) => {
      if (xml && !is_sent) await saveFormDraft(page, { xml, files: files ?? [] }, had);
      answered?.();
    },
    send: (message) => send(message).catch(() => showToast(t("not_saved"), "alert-triangle")),
  };
  port.onmessage = ({ data }) => void handlers[(data as FrameMessage).what]?.(data as FrameMessage);
  const known = prefill(blank, file?.known[form.code] ?? {});
  const request: FrameRequest = { xform: known, ...begun, texts: textsWith("engine"), language: formLanguage(form), spoken: currentLanguage(), dir: document.documentElement.dir };
  frame.addEventListener("load", () => frame.contentWindow?.postMessage(request, location.origin, [theirs]), { once: true });
  const leave = async (): Promise<void> => {
    const saved = new Promise<void>((done) => (answered = done));
    port.postMessage("owed");
    await Promise.race([saved, new Promise((late) => setTimeout(late, 500))]);
    port.close();
    clearTimeout(patience);
  };
  return { title: t("forms"), main: [backLink(back, t("stop_here")), title, ...(beside ? [beside] : []), status, frame], leave, isAlone: true };
};

export const fillPage = async ([ref, about]: string[]): Promise<Page> => {
  const form = blankForms().find((each) => each.ref === ref);
  if (!form) return formsPage();
  const file = about ? await caseOf(about) : undefined;
  return frameFormPage({ form, file, page: path(), back: about ? `#/case/${about}` : "#/forms", begun: formDraft(path()) });
};

// What was refused is opened again with its answers and its photos.
export const correctForm = async (key: string): Promise<Page | null> => {
  const found = await findEntry(key);
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
  const begun = draftOf<Draft>(page) ? formDraft(page) : { instance: String(entry.fields["xml"]), files };
  const file = entry.about ? await caseOf(entry.about) : undefined;
  return frameFormPage({ form, file, page, back: "#/outbox", begun, instead: key, after: entry.after });
};
