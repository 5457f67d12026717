// What one writes down about a case in the field: each deed its questions, and what becomes of them.
import type { CaseFile, Fields } from "../case_file";
import { today } from "../days";
import type { Ask } from "../fields";
import type { Written } from "../outbox";
import type { Shown } from "../pending";
import { list, type List } from "../words";

export interface Deed {
  title: string;
  verb: string;
  done: string;
  asks: (file: Shown) => Ask[];
  check?: (all: Fields, file: Shown) => string | null;
  entry: (all: Fields, file: Shown) => Written;
}

const notAfterToday = (value: unknown): string | null => (String(value) > today() ? "still_to_come" : null);
const notBeforeToday = (value: unknown): string | null => (String(value) < today() ? "has_passed" : null);

const openActions = (file: Shown): List =>
  file.actions.filter(({ status }) => !["done", "dropped"].includes(status)).map(({ ref, words }) => [ref, words]);

const modes = (): List => list("follow_up_mode").filter(([code]) => code !== "attempt");

export const DEEDS: Record<string, Deed> = {
  note: {
    title: "deed_note", verb: "save_note", done: "note_saved",
    asks: () => [
      { name: "kind", kind: "choice", label: "note_kind", of: "note", must: true, start: "note" },
      { name: "words", kind: "story", label: "note_words", hint: "note_hint", must: true },
    ],
    entry: (fields, file) => ({ verb: "note.write", about: file.ref, fields }),
  },
  service: {
    title: "deed_service", verb: "save_service", done: "service_saved",
    asks: (file) => [
      { name: "service_type", kind: "pick", label: "service_type", of: "service_type", must: true },
      ...(openActions(file).length ? [{ name: "action", kind: "pick", label: "service_action", of: openActions(file) } as Ask] : []),
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
    title: "deed_followup", verb: "save_followup", done: "followup_saved",
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
      { name: "words", kind: "story", label: "task_words" },
    ],
    entry: (fields, file) => ({ verb: "task.plan", about: file.ref, fields }),
  },
  alert: {
    title: "deed_alert", verb: "save_alert", done: "alert_saved",
    asks: () => [
      { name: "kind", kind: "choice", label: "alert_kind", of: "alert_kind" },
      { name: "do_not_contact", kind: "tick", label: "do_not_contact", hint: "do_not_contact_hint" },
      { name: "words", kind: "story", label: "alert_words" },
    ],
    check: (all) => (all["kind"] || all["words"] ? null : "alert_empty"),
    entry: (fields, file) => ({ verb: "alert.sound", about: file.ref, fields }),
  },
};

type Task = CaseFile["tasks"][number];
type Action = CaseFile["actions"][number];

export const doTask = (task: Task): Deed => ({
  title: "deed_task_do", verb: "save_task_do", done: "task_done",
  asks: () => [{ name: "how", kind: "story", label: "task_how" }],
  entry: (fields, file) => ({ verb: "task.do", about: file.ref, ref: task.ref, fields }),
});

const ends = (): List => list("action_status").filter(([code]) => ["done", "dropped"].includes(code));

export const endAction = (action: Action): Deed => ({
  title: "deed_action", verb: "save_action", done: "action_ended",
  asks: () => [
    { name: "status", kind: "choice", label: "action_how", of: ends(), must: true, start: "done" },
    { name: "words", kind: "story", label: "action_words" },
  ],
  entry: ({ status, words }, file) => ({ verb: "action.end", about: file.ref, ref: action.ref, fields: { status: { was: action.status, now: status }, words } }),
});
