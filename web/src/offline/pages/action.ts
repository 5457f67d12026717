// Actions on a case without a network: what each asks and writes, and its form. Correcting one that the server
// refused is the same form, filled.
import { type CaseFile, caseOf, type Entry, type Fields, missingCase, type ShownCase } from "../case_record";
import { newRef } from "../crypto";
import { alertBox, h } from "../dom";
import { formPage, type Question } from "../form_fields";
import { shownAt } from "../guidance";
import { showToast } from "../layout";
import { addEntry, type NewEntry } from "../outbox";
import { type Page, path, to } from "../router";
import { sync } from "../sync";
import { list, type List, t, today } from "../translations";
import { caseLine, casePage } from "./case";

const MAKES = ["note.write", "service.give", "followup.hold", "task.plan", "alert.sound"];

export interface Correction { entry: Entry; why: string }

const actionForm = (offlineAction: OfflineAction, file: ShownCase, draft: string, correction?: Correction): Page => {
  const before = correction?.why ? [alertBox("danger", "alert-triangle", h("p", {}, t("refused_because")), h("p", {}, h("bdi", {}, correction.why)))] : [];
  return formPage({
    title: t(offlineAction.title), about: caseLine(file), back: correction ? "#/outbox" : `#/case/${file.ref}`, before, draft, verb: t(offlineAction.verb),
    sections: [{ asks: offlineAction.asks(file) }], steps: offlineAction.steps,
    ...(correction ? { start: startOf(correction.entry) } : {}),
    check: (all) => {
      const wrong = offlineAction.check?.(all, file);
      return wrong ? t(wrong) : null;
    },
    save: async (all) => {
      const written = offlineAction.entry(all, file);
      const ref = written.ref ?? (MAKES.includes(written.verb) ? newRef() : undefined);
      await addEntry({ ...written, guidance: shownAt(offlineAction.steps ?? []), ...(ref ? { ref } : {}), ...(correction ? { after: correction.entry.after } : {}) }, correction?.entry.key);
      showToast(t(offlineAction.done));
      to(correction ? "/outbox" : `/case/${file.ref}`, true);
      void sync();
    },
  });
};

// What was written stands in its fields again; of a change, the new value.
const startOf = ({ fields }: Entry): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, isChange(value) ? value.now : value]));

const isChange = (value: unknown): value is { now: unknown } => typeof value === "object" && value !== null && "now" in value && "was" in value;

// Actions that are more than a few questions have their own pages.
export const caseActionPages = new Map<string, (parts: string[]) => Promise<Page>>();

export const actionPage = async ([ref, what]: string[]): Promise<Page> => {
  const own = caseActionPages.get(what!);
  if (own) return own([ref!]);
  const file = await caseOf(ref!);
  const offlineAction = OFFLINE_ACTIONS[what!];
  return file && offlineAction ? actionForm(offlineAction, file, path()) : casePage([ref!]);
};

export const doTaskPage = async ([ref, which]: string[]): Promise<Page> => {
  const file = await caseOf(ref!);
  const task = file?.tasks.find((each) => each.ref === which);
  return file && task ? actionForm(doTask(task), file, path()) : casePage([ref!]);
};

export const endActionPage = async ([ref, which]: string[]): Promise<Page> => {
  const file = await caseOf(ref!);
  const action = file?.actions.find((each) => each.ref === which);
  return file && action ? actionForm(endAction(action), file, path()) : casePage([ref!]);
};

const actionOf = (entry: Entry, file: ShownCase): OfflineAction | null => {
  const by: Record<string, string> = { "note.write": "note", "service.give": "service", "followup.hold": "followup", "task.plan": "task", "alert.sound": "alert" };
  const name = by[entry.verb];
  if (name) return OFFLINE_ACTIONS[name]!;
  const task = file.tasks.find(({ ref }) => ref === entry.ref);
  const action = file.actions.find(({ ref }) => ref === entry.ref);
  if (entry.verb === "task.do" && task) return doTask(task);
  return entry.verb === "action.end" && action ? endAction({ ...action, status: String((entry.fields["status"] as { was: unknown }).was) }) : null;
};

export const correctAction = async (correction: Correction): Promise<Page | null> => {
  const file = (await caseOf(correction.entry.about ?? "")) ?? missingCase(correction.entry.about ?? "");
  const offlineAction = actionOf(correction.entry, file);
  return offlineAction ? actionForm(offlineAction, file, `mend ${correction.entry.key}`, correction) : null;
};

export interface OfflineAction {
  title: string;
  verb: string;
  done: string;
  // Whose guidance stands there; the first is the one that is decided.
  steps?: string[];
  asks: (file: ShownCase) => Question[];
  check?: (all: Fields, file: ShownCase) => string | null;
  entry: (all: Fields, file: ShownCase) => NewEntry;
}

const notAfterToday = (value: unknown): string | null => (String(value) > today() ? "still_to_come" : null);
const notBeforeToday = (value: unknown): string | null => (String(value) < today() ? "has_passed" : null);

const openActions = (file: ShownCase): List =>
  file.actions.filter(({ status }) => !["done", "dropped"].includes(status)).map(({ ref, text }) => [ref, text]);

const modes = (): List => list("follow_up_mode").filter(([code]) => code !== "attempt");

export const OFFLINE_ACTIONS: Record<string, OfflineAction> = {
  note: {
    title: "deed_note", verb: "save_note", done: "note_saved", steps: ["communication.safe", "interpreter.use"],
    asks: () => [
      { name: "kind", kind: "choice", label: "note_kind", of: "note", must: true, start: "note" },
      { name: "text", kind: "story", label: "note_words", hint: "note_hint", must: true },
    ],
    entry: (fields, file) => ({ verb: "note.write", about: file.ref, fields }),
  },
  service: {
    title: "deed_service", verb: "save_service", done: "service_saved", steps: ["case.service"],
    asks: (file) => [
      { name: "service_type", kind: "pick", label: "service_type", of: "service_type", must: true },
      ...(openActions(file).length ? [{ name: "action", kind: "pick", label: "service_action", of: openActions(file) } as Question] : []),
      { name: "is_emergency", kind: "tick", label: "service_emergency", hint: "service_emergency_hint" },
      { name: "given_on", kind: "day", label: "when", must: true, start: today(), check: notAfterToday },
      { name: "quantity", kind: "number", label: "how_many", must: true, start: 1, check: (value) => (Number(value) > 0 ? null : "not_a_number") },
      { name: "unit", kind: "pick", label: "of_what", of: "unit" },
      { name: "note", kind: "story", label: "worth_keeping" },
    ],
    check: (all) => (all["action"] || all["is_emergency"] ? null : "service_where"),
    entry: (fields, file) => ({ verb: "service.give", about: file.ref, fields: { ...fields, action: fields["action"] || null, quantity: String(fields["quantity"]) } }),
  },
  followup: {
    title: "deed_followup", verb: "save_followup", done: "followup_saved", steps: ["case.follow_up", "communication.safe"],
    asks: () => [
      { name: "on", kind: "day", label: "when", must: true, start: today(), check: notAfterToday },
      { name: "mode", kind: "choice", label: "how", of: modes(), must: true },
      { name: "reached", kind: "yesno", label: "reached_ask", must: true },
      { name: "change", kind: "choice", label: "change_ask", of: "change", must: true, when: { name: "reached", is: "yes" } },
      { name: "progress", kind: "story", label: "progress" },
      { name: "story", kind: "story", label: "story" },
      { name: "next_on", kind: "day", label: "next_contact", check: notBeforeToday },
    ],
    entry: (fields, file) => ({ verb: "followup.hold", about: file.ref, fields: { ...fields, change: fields["change"] ?? "" } }),
  },
  task: {
    title: "deed_task", verb: "save_task", done: "task_saved",
    asks: () => [
      { name: "what", kind: "choice", label: "task_what", of: "own_task", must: true, start: "visit" },
      { name: "due_on", kind: "day", label: "day", must: true, check: notBeforeToday },
      { name: "where", kind: "line", label: "where" },
      { name: "text", kind: "story", label: "task_words" },
    ],
    entry: (fields, file) => ({ verb: "task.plan", about: file.ref, fields }),
  },
  alert: {
    title: "deed_alert", verb: "save_alert", done: "alert_saved", steps: ["case.safety_alert"],
    asks: () => [
      { name: "kind", kind: "choice", label: "alert_kind", of: "alert_kind" },
      { name: "do_not_contact", kind: "tick", label: "do_not_contact", hint: "do_not_contact_hint" },
      { name: "text", kind: "story", label: "alert_words" },
    ],
    check: (all) => (all["kind"] || all["text"] ? null : "alert_empty"),
    entry: (fields, file) => ({ verb: "alert.sound", about: file.ref, fields }),
  },
};

type Task = CaseFile["tasks"][number];
type Action = CaseFile["actions"][number];

export const doTask = (task: Task): OfflineAction => ({
  title: "deed_task_do", verb: "save_task_do", done: "task_done",
  asks: () => [{ name: "how", kind: "story", label: "task_how" }],
  entry: (fields, file) => ({ verb: "task.do", about: file.ref, ref: task.ref, fields }),
});

const ends = (): List => list("action_status").filter(([code]) => ["done", "dropped"].includes(code));

export const endAction = (action: Action): OfflineAction => ({
  title: "deed_action", verb: "save_action", done: "action_ended",
  asks: () => [
    { name: "status", kind: "choice", label: "action_how", of: ends(), must: true, start: "done" },
    { name: "text", kind: "story", label: "action_words" },
  ],
  entry: ({ status, text }, file) => ({ verb: "action.end", about: file.ref, ref: action.ref, fields: { status: { was: action.status, now: status }, text } }),
});
