// A file as its holder knows it: what the house gave, and over it what they wrote since.
import type { CaseFile, Changed, Entry, Fields, Person } from "./case_file";
import { all, get } from "./files";
import { answered, unsent } from "./outbox";

// What is not in the house's own copy carries its entry, to be marked and opened.
export type Own<Thing> = Thing & { entry?: string };

export interface Shown extends Omit<CaseFile, "alerts" | "actions" | "tasks" | "notes" | "services" | "followups"> {
  alerts: Own<CaseFile["alerts"][number]>[];
  actions: Own<CaseFile["actions"][number]>[];
  tasks: Own<CaseFile["tasks"][number]>[];
  notes: Own<CaseFile["notes"][number]>[];
  services: Own<CaseFile["services"][number]>[];
  followups: Own<CaseFile["followups"][number]>[];
  filled: { entry: string; form: string; at: string }[];
  is_new: boolean;
  pending: number;
}

interface Over { entry: Entry; is_unsent: boolean }

const entries = async (): Promise<Over[]> => {
  const [gone, here] = [await answered(), await unsent()];
  const sent = gone.filter(({ row }) => row.state === "done").map(({ entry }) => ({ entry, is_unsent: false }));
  return [...sent, ...here.map(({ entry }) => ({ entry, is_unsent: true }))].filter((over): over is Over => over.entry !== null);
};

export const cases = async (): Promise<Shown[]> => {
  const over = await entries();
  const found = new Map(all().map((file) => [file.ref, shown(file)]));
  for (const each of over) {
    const { entry } = each;
    if (entry.verb === "case.open" && entry.ref && !found.has(entry.ref)) found.set(entry.ref, begun(entry));
    const file = fileOf(found, entry);
    if (file) lay(file, each);
  }
  return [...found.values()];
};

export const caseOf = async (ref: string): Promise<Shown | undefined> =>
  (await cases()).find((file) => file.ref === ref || file.persons.some((person) => person.ref === ref));

const fileOf = (found: Map<string, Shown>, { verb, ref, about }: Entry): Shown | undefined => {
  if (verb === "case.open") return ref ? found.get(ref) : undefined;
  if (!about) return undefined;
  return found.get(about) ?? [...found.values()].find(({ persons }) => persons.some((person) => person.ref === about));
};

const shown = (file: CaseFile): Shown => ({
  ...file,
  persons: file.persons.map((person) => ({ ...person, fields: { ...person.fields } })),
  alerts: [...file.alerts], actions: file.actions.map((each) => ({ ...each })), tasks: file.tasks.map((each) => ({ ...each })),
  notes: [...file.notes], services: [...file.services], followups: [...file.followups],
  filled: [], is_new: false, pending: 0,
});

const text = (value: unknown): string => (typeof value === "string" ? value : "");

export const nameOf = (fields: Fields): string =>
  [fields["given_names"], fields["family_names"], fields["second_family_name"]].map(text).filter(Boolean).join(" ") || text(fields["original_name"]);

const initialsOf = (name: string): string =>
  name.split(/\s+/).filter(Boolean).slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();

// Somebody whom this telephone registered: the house has given them no number yet.
const begun = (entry: Entry): Shown => {
  const said = entry.fields["person"] as Fields;
  const person: Person = { ref: text(said["ref"]), version: "", fields: said, contacts: [] };
  const name = nameOf(said);
  const needs = (entry.fields["needs"] as string[] | undefined) ?? [];
  return {
    ref: entry.ref!, version: "", number: "", status: "open", risk: "none", next_due_on: null, last_contact_on: null,
    kind: text(entry.fields["kind"]), language: "", subject: "person", title: name, initials: initialsOf(name), may: ["work"],
    persons: [person], alerts: [], actions: [], tasks: [], notes: [], services: [], followups: [], known: {}, filled: [],
    needs: needs.map((service_type) => ({ ref: service_type, service_type, level: "", words: "" })), is_new: true, pending: 0,
  };
};

// A case that is not on this telephone any more: what was written about it can still be mended.
export const absent = (ref: string): Shown => ({
  ref, version: "", number: "", status: "", risk: "none", next_due_on: null, last_contact_on: null, kind: "", language: "",
  subject: "person", title: "", initials: "", may: [], persons: [], alerts: [], needs: [], actions: [], tasks: [], notes: [],
  services: [], followups: [], known: {}, filled: [], is_new: false, pending: 0,
});

type Layer = (file: Shown, entry: Entry, mark: string) => void;

const LAYERS: Record<string, Layer> = {
  "note.write": (file, { fields, made_at, ref }, entry) =>
    file.notes.unshift({ ref: ref ?? "", at: made_at, by: "", kind: text(fields["kind"]), words: text(fields["words"]), entry }),
  "service.give": (file, { fields, ref }, entry) =>
    file.services.unshift({ ...(fields as unknown as CaseFile["services"][number]), ref: ref ?? "", entry }),
  "followup.hold": (file, { fields, ref }, entry) =>
    file.followups.unshift({ ...(fields as unknown as CaseFile["followups"][number]), ref: ref ?? "", entry }),
  "task.plan": (file, { fields, ref }, entry) =>
    file.tasks.push({ ...(fields as unknown as CaseFile["tasks"][number]), ref: ref ?? "", done: false, entry }),
  "task.do": (file, { ref }, entry) => {
    const task = file.tasks.find((each) => each.ref === ref);
    if (task) Object.assign(task, { done: true, entry });
  },
  "alert.sound": (file, { fields, ref }, entry) =>
    file.alerts.unshift({ ...(fields as unknown as CaseFile["alerts"][number]), ref: ref ?? "", entry }),
  "action.end": (file, { fields, ref }, entry) => {
    const action = file.actions.find((each) => each.ref === ref);
    if (action) Object.assign(action, { status: (fields["status"] as Changed).now, entry });
  },
  "person.change": (file, { about, fields }) => {
    const person = file.persons.find((each) => each.ref === about);
    if (!person) return;
    for (const [name, change] of Object.entries(fields)) person.fields[name] = (change as Changed).now;
    if (person === file.persons[0] && file.subject === "person") file.title = nameOf(person.fields) || file.title;
  },
  "form.fill": (file, { fields, made_at }, entry) => file.filled.unshift({ entry, form: text(fields["version"]), at: made_at }),
};

const lay = (file: Shown, { entry, is_unsent }: Over): void => {
  LAYERS[entry.verb]?.(file, entry, is_unsent ? entry.key : "");
  if (is_unsent) file.pending += 1;
};

// The value that the house has: what a change starts from, also where one was written already.
export const fromHouse = (person: string): Fields | null => {
  for (const file of all()) {
    const found = file.persons.find(({ ref }) => ref === person);
    if (found) return found.fields;
  }
  return null;
};

export const isTaken = (ref: string): boolean => get(ref) !== undefined;
