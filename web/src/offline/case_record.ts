// Cases on the device: their types, the copies decrypted in memory, what was written since laid over them,
// and the search among them.
import { ATTENDANCE, loadAttendance } from "./attendance";
import { decrypt, encrypt, type Encrypted } from "./crypto";
import { GUIDANCE, loadGuidance, type Shown } from "./guidance";
import { answeredEntries, unsentEntries } from "./outbox";
import { type FileRow, store } from "./store";
import { onLockChange, openVault, requireOpenVault } from "./vault";

// What the holder of the device may see of a case, and no more.
export interface Fields {
  [name: string]: unknown;
}

export interface Person {
  ref: string;
  version: string;
  fields: Fields;
  contacts: string[];
}

export interface Flag { ref: string; kind: string; at: string; due_on: string | null }
export interface Alert { ref: string; kind: string; text: string; do_not_contact: boolean }
export interface Need { ref: string; service_type: string; level: string; text: string }
export interface Action { ref: string; text: string; due_on: string; status: string }
export interface Task { ref: string; what: string; due_on: string; text: string; where: string; done: boolean }
export interface Note { ref: string; at: string; by: string; kind: string; text: string }
export interface Service { ref: string; given_on: string; service_type: string; quantity: string | number; unit: string; note: string }
export interface FollowUp { ref: string; on: string; mode: string; reached: boolean; change: string; progress: string; story?: string }

export interface CaseFile {
  ref: string;
  version: string;
  number: string;
  status: string;
  risk: string;
  next_due_on: string | null;
  last_contact_on: string | null;
  kind: string;
  language: string;
  subject: string;
  title: string;
  initials: string;
  may: string[];
  persons: Person[];
  flags: Flag[];
  alerts: Alert[];
  needs: Need[];
  actions: Action[];
  tasks: Task[];
  notes: Note[];
  services: Service[];
  followups: FollowUp[];
  known: { [form: string]: { [path: string]: string } };
}

export interface BlankForm {
  ref: string;
  code: string;
  version: string;
  title: { [language: string]: string };
  languages: string[];
  entities: boolean;
}

export interface Entry {
  key: string;
  seq: number;
  after: string | null;
  made_at: string;
  verb: string;
  ref: string | null;
  about: string | null;
  fields: Fields;
  // Which guidance stood there while it was written.
  guidance?: Shown;
}

// A value that somebody changed: what it was for them, and what it is now.
export interface Change { was: unknown; now: unknown }

// The copies that were downloaded, decrypted once into memory: searched and shown from there.
const AT_ONCE = 100;
const FORMS = "forms"; // the list of blank forms is stored beside the cases, encrypted like them

const casesByRef = new Map<string, CaseFile>();
let forms: BlankForm[] = [];

export const allCases = (): CaseFile[] => [...casesByRef.values()];
export const caseByRef = (ref: string): CaseFile | undefined => casesByRef.get(ref);
export const blankForms = (): BlankForm[] => forms;
export const caseVersions = (): Record<string, string> =>
  Object.fromEntries(allCases().map(({ ref, version }) => [ref, version]));

onLockChange(() => {
  casesByRef.clear();
  forms = [];
});

export const loadCases = async (): Promise<void> => {
  const { key } = requireOpenVault();
  casesByRef.clear();
  const rows = await store.files.toArray();
  for (let at = 0; at < rows.length; at += AT_ONCE)
    await Promise.all(rows.slice(at, at + AT_ONCE).map((row) => loadRow(key, row)));
};

const loadRow = async (key: CryptoKey, row: FileRow): Promise<void> => {
  if (row.ref === GUIDANCE) return loadGuidance(key, row);
  if (row.ref === ATTENDANCE) return loadAttendance(key, row);
  const what = await decrypt<CaseFile | BlankForm[]>(key, row.ref, row);
  if (Array.isArray(what)) forms = what;
  else casesByRef.set(what.ref, what);
};

export const saveCases = async (came: CaseFile[]): Promise<void> => {
  const { key } = requireOpenVault();
  const rows = await Promise.all(came.map(async (file) => ({ ref: file.ref, ...(await encrypt(key, file.ref, file)) })));
  await store.files.bulkPut(rows);
  if (openVault()?.key === key) for (const file of came) casesByRef.set(file.ref, file); // it may have been locked meanwhile
};

export const saveForms = async (came: BlankForm[]): Promise<void> => {
  const sealed: Encrypted = await encrypt(requireOpenVault().key, FORMS, came);
  await store.files.put({ ref: FORMS, ...sealed });
  forms = came;
};

export const deleteCases = async (refs: string[]): Promise<void> => {
  await store.files.bulkDelete(refs);
  for (const ref of refs) casesByRef.delete(ref);
};

// A case as its holder knows it: what the server gave, and over it what they wrote since.
// What is not in the server's copy carries its entry, to be marked and opened.
export type WithEntry<Thing> = Thing & { entry?: string };

export interface ShownCase extends Omit<CaseFile, "alerts" | "actions" | "tasks" | "notes" | "services" | "followups"> {
  alerts: WithEntry<CaseFile["alerts"][number]>[];
  actions: WithEntry<CaseFile["actions"][number]>[];
  tasks: WithEntry<CaseFile["tasks"][number]>[];
  notes: WithEntry<CaseFile["notes"][number]>[];
  services: WithEntry<CaseFile["services"][number]>[];
  followups: WithEntry<CaseFile["followups"][number]>[];
  filled: { entry: string; form: string; at: string }[];
  is_new: boolean;
  pending: number;
}

interface Over { entry: Entry; is_unsent: boolean }

const writtenEntries = async (): Promise<Over[]> => {
  const [gone, here] = [await answeredEntries(), await unsentEntries()];
  const sent = gone.filter(({ row }) => row.state === "done").map(({ entry }) => ({ entry, is_unsent: false }));
  return [...sent, ...here.map(({ entry }) => ({ entry, is_unsent: true }))].filter((over): over is Over => over.entry !== null);
};

export const cases = async (): Promise<ShownCase[]> => {
  const over = await writtenEntries();
  const found = new Map(allCases().map((file) => [file.ref, shown(file)]));
  for (const each of over) {
    const { entry } = each;
    if (entry.verb === "case.open" && entry.ref && !found.has(entry.ref)) found.set(entry.ref, newCase(entry));
    const file = fileOf(found, entry);
    if (file) applyEntry(file, each);
  }
  return [...found.values()];
};

export const caseOf = async (ref: string): Promise<ShownCase | undefined> =>
  (await cases()).find((file) => file.ref === ref || file.persons.some((person) => person.ref === ref));

const fileOf = (found: Map<string, ShownCase>, { verb, ref, about }: Entry): ShownCase | undefined => {
  if (verb === "case.open") return ref ? found.get(ref) : undefined;
  if (!about) return undefined;
  return found.get(about) ?? [...found.values()].find(({ persons }) => persons.some((person) => person.ref === about));
};

const shown = (file: CaseFile): ShownCase => ({
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
const newCase = (entry: Entry): ShownCase => {
  const said = entry.fields["person"] as Fields;
  const person: Person = { ref: text(said["ref"]), version: "", fields: said, contacts: [] };
  const name = nameOf(said);
  const needs = (entry.fields["needs"] as string[] | undefined) ?? [];
  return {
    ref: entry.ref!, version: "", number: "", status: "open", risk: "none", next_due_on: null, last_contact_on: null,
    kind: text(entry.fields["kind"]), language: "", subject: "person", title: name, initials: initialsOf(name), may: ["work"],
    persons: [person], flags: [], alerts: [], actions: [], tasks: [], notes: [], services: [], followups: [], known: {}, filled: [],
    needs: needs.map((service_type) => ({ ref: service_type, service_type, level: "", text: "" })), is_new: true, pending: 0,
  };
};

// A case that is not on this telephone any more: what was written about it can still be mended.
export const missingCase = (ref: string): ShownCase => ({
  ref, version: "", number: "", status: "", risk: "none", next_due_on: null, last_contact_on: null, kind: "", language: "",
  subject: "person", title: "", initials: "", may: [], persons: [], flags: [], alerts: [], needs: [], actions: [], tasks: [], notes: [],
  services: [], followups: [], known: {}, filled: [], is_new: false, pending: 0,
});

type Layer = (file: ShownCase, entry: Entry, mark: string) => void;

const LAYERS: Record<string, Layer> = {
  "note.write": (file, { fields, made_at, ref }, entry) =>
    file.notes.unshift({ ref: ref ?? "", at: made_at, by: "", kind: text(fields["kind"]), text: text(fields["text"]), entry }),
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
    if (action) Object.assign(action, { status: (fields["status"] as Change).now, entry });
  },
  "person.change": (file, { about, fields }) => {
    const person = file.persons.find((each) => each.ref === about);
    if (!person) return;
    for (const [name, change] of Object.entries(fields)) person.fields[name] = (change as Change).now;
    if (person === file.persons[0] && file.subject === "person") file.title = nameOf(person.fields) || file.title;
  },
  "form.fill": (file, { fields, made_at }, entry) => file.filled.unshift({ entry, form: text(fields["version"]), at: made_at }),
};

const applyEntry = (file: ShownCase, { entry, is_unsent }: Over): void => {
  LAYERS[entry.verb]?.(file, entry, is_unsent ? entry.key : "");
  if (is_unsent) file.pending += 1;
};

// The value that the house has: what a change starts from, also where one was written already.
export const serverFields = (person: string): Fields | null => {
  for (const file of allCases()) {
    const found = file.persons.find(({ ref }) => ref === person);
    if (found) return found.fields;
  }
  return null;
};

export const isTaken = (ref: string): boolean => caseByRef(ref) !== undefined;

// Finding somebody among the files by what one remembers of them: a piece of a name in this script
// or another, a number, without accents, as fast as one types.
const MARKS = /\p{M}+/gu;
const SEPARATORS = /[^\p{L}\p{N}]+/u;

// As each is heard, roughly; what is not here stands for itself.
const ARABIC: Record<string, string> = {
  ا: "a", أ: "a", إ: "a", آ: "a", ى: "a", ء: "", ؤ: "w", ئ: "y", ب: "b", پ: "p", ت: "t", ة: "a", ث: "t", ج: "j", چ: "c",
  ح: "h", خ: "k", د: "d", ذ: "d", ر: "r", ز: "z", ژ: "j", س: "s", ش: "s", ص: "s", ض: "d", ط: "t", ظ: "z", ع: "a", غ: "g",
  ف: "f", ق: "k", ک: "k", ك: "k", گ: "g", ل: "l", م: "m", ن: "n", ه: "h", و: "w", ي: "y", ی: "y", ـ: "",
};
const CYRILLIC: Record<string, string> = {
  а: "a", б: "b", в: "v", г: "g", ґ: "g", д: "d", е: "e", є: "e", ж: "z", з: "z", и: "i", і: "i", й: "y", к: "k", л: "l",
  м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "h", ц: "c", ч: "c", ш: "s", щ: "s", ъ: "",
  ы: "i", ь: "", э: "e", ю: "u", я: "a",
};
const DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;

export const foldText = (text: string): string =>
  text.normalize("NFKD").replace(MARKS, "").toLowerCase().replace(/[أإآ]/g, "ا").replace(/ة/g, "ه").replace(/ى/g, "ي")
    .replaceAll("ـ", "").replace(DIGITS, (sign) => String(sign.charCodeAt(0) % 16));

const transliterate = (word: string): string => [...word].map((sign) => ARABIC[sign] ?? CYRILLIC[sign] ?? sign).join("");

// Consonants alone: scripts differ most in their vowels, and people in how they write them.
const consonants = (word: string): string =>
  transliterate(word).replace(/sh/g, "s").replace(/kh|q|c(?!h)/g, "k").replace(/ch/g, "s").replace(/gh/g, "g").replace(/ph/g, "f")
    .replace(/v/g, "w").replace(/[aeiouwy'’]/g, "").replace(/h$/, "").replace(/(.)\1+/g, "$1");

const tokensOf = (text: string): string[] => foldText(text).split(SEPARATORS).filter(Boolean);
const isLatin = (word: string): boolean => /^[\x20-\x7e]*$/.test(word);

export interface IndexEntry<Thing> {
  thing: Thing;
  whole: string;
  words: string[];
  bones: string[];
}

export const indexEntry = <Thing>(thing: Thing, text: string): IndexEntry<Thing> => {
  const tokens = tokensOf(text);
  return { thing, whole: foldText(text), words: tokens, bones: tokens.map(consonants) };
};

const matches = (entry: IndexEntry<unknown>, word: string, bone: string): boolean => {
  if (entry.whole.includes(word)) return true;
  // Across scripts by sound, and only where enough of it is there to mean something.
  return bone.length > 1 && entry.words.some((other, at) => isLatin(other) !== isLatin(word) && entry.bones[at]!.startsWith(bone));
};

export const searchEntries = <Thing>(entries: IndexEntry<Thing>[], query: string): Thing[] => {
  const tokens = tokensOf(query);
  const sought = tokens.map((word) => [word, consonants(word)] as const);
  return entries.filter((entry) => sought.every(([word, bone]) => matches(entry, word, bone))).map(({ thing }) => thing);
};
