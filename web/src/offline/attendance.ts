// Attendance in the hand of a trainer: the lists that came with the caseload, badges known by their hash, and what
// was marked since laid over what the office knew. The clock of this telephone orders nothing.
import type { Entry } from "./case_record";
import { bytesOf, decrypt, encrypt, toHex } from "./crypto";
import type { Observation } from "./observation";
import { addEntry, answeredEntries, unsentEntries } from "./outbox";
import { type FileRow, store } from "./store";
import { onLockChange, requireOpenVault } from "./vault";

export interface Attendant { number: number; name: string; badge: string }

export interface Session {
  ref: string; title: string; when: string; starts: string; ends: string; minutes: number; head_count: number | null;
  known: [number: number, present: boolean, minutes: number][];
}

export interface Practice { text: string; known: [number: number, outcome: string][] }

// `practice` and `observations` are not on a device that took its lists along before they were there.
export interface TrainingEvent { ref: string; number: string; title: string; sessions: Session[]; people: Attendant[]; practice?: Practice | null }

export interface Lists { digest: string; events: TrainingEvent[]; observations?: Observation[] }

export interface Mark { present: boolean; minutes: number | null; is_unsent: boolean }

export const ATTENDANCE = "attendance"; // stored beside the cases, encrypted like them
const HASH_LENGTH = 8;
const EARLY = 30 * 60_000;

let taken: Lists | null = null;

export const attendanceLists = (): Lists | null => taken;

onLockChange(() => {
  taken = null;
});

export const loadAttendance = async (key: CryptoKey, row: FileRow): Promise<void> => {
  taken = await decrypt<Lists>(key, ATTENDANCE, row);
};

export const saveAttendance = async (came: Lists): Promise<void> => {
  const { key } = requireOpenVault();
  await store.files.put({ ref: ATTENDANCE, ...(await encrypt(key, ATTENDANCE, came)) });
  taken = came;
};

export const findEvent = (ref: string): TrainingEvent | undefined => taken?.events.find((each) => each.ref === ref);

export const findSession = (ref: string): { event: TrainingEvent; session: Session } | null => {
  for (const event of taken?.events ?? []) {
    const session = event.sessions.find((each) => each.ref === ref);
    if (session) return { event, session };
  }
  return null;
};

export const hasBegun = (session: Session): boolean => Date.now() >= Date.parse(session.starts) - EARLY;

// What the office knew, and over it what was marked here since, in the order in which it was marked.
export const marksOf = async ({ ref, known }: Session): Promise<{ marks: Map<number, Mark>; counted: number | null }> => {
  const marks = new Map<number, Mark>(known.map(([number, present, minutes]) => [number, { present, minutes, is_unsent: false }]));
  let counted: number | null = null;
  const written: [Entry | null, boolean][] = [
    ...(await answeredEntries()).filter(({ row }) => row.state === "done").map(({ entry }): [Entry | null, boolean] => [entry, false]),
    ...(await unsentEntries()).filter(({ row }) => row.state !== "refused").map(({ entry }): [Entry | null, boolean] => [entry, true]),
  ];
  for (const [entry, is_unsent] of written) {
    if (entry?.about !== ref) continue;
    if (entry.verb === "attendance.count") counted = entry.fields["counted"] as number;
    const number = numberOf(entry);
    if (number) marks.set(number, { present: entry.fields["present"] !== false, minutes: (entry.fields["minutes"] as number | null | undefined) ?? null, is_unsent });
  }
  return { marks, counted };
};

const numberOf = ({ verb, fields }: Entry): number => {
  if (verb === "attendance.mark") return fields["number"] as number;
  return verb === "attendance.scan" && /^\d{1,6}$/.test(String(fields["badge"])) ? Number(fields["badge"]) : 0;
};

export const mark = (session: Session, number: number, present: boolean, minutes: number | null = null): Promise<Entry> =>
  addEntry({ verb: "attendance.mark", about: session.ref, fields: { number, present, minutes: present ? minutes : null } });

export const countHeads = (session: Session, counted: number): Promise<Entry> =>
  addEntry({ verb: "attendance.count", about: session.ref, fields: { counted } });

// As receipt_codes.py reads it: digits of any script, and letters that look like others.
const ARABIC_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;
const READ_AS: Record<string, string> = { O: "0", D: "0", Q: "0", I: "1", L: "1", Z: "2", S: "5", B: "8", G: "6", U: "V" };
const ALPHABET = /^[0123456789CFHJKMNPRTVWXY]{12}$/;

const plain = (typed: string): string =>
  typed.normalize("NFKC").replace(ARABIC_DIGITS, (sign) => String(sign.charCodeAt(0) % 16)).toUpperCase();

export const codeIn = (typed: string): string => {
  const end = /([0-9A-Z]{4})-?([0-9A-Z]{4})-?([0-9A-Z]{4})\s*$/.exec(plain(typed).replace(/(\w{4}) (?=\w{4})/g, "$1-"));
  const code = end ? [...end.slice(1).join("")].map((sign) => READ_AS[sign] ?? sign).join("") : "";
  return ALPHABET.test(code) ? code : "";
};

export const badgeHash = async (event: TrainingEvent, code: string): Promise<string> =>
  toHex(await crypto.subtle.digest("SHA-256", bytesOf(`${event.ref}|${code}`))).slice(0, HASH_LENGTH);

export type Read = { is: "here"; number: number } | { is: "elsewhere" } | { is: "nothing" };

// A badge of this event is known without a network; of any other the office says whose it is.
export const readBadge = async (event: TrainingEvent, session: Session, typed: string): Promise<Read> => {
  const digits = plain(typed).trim();
  const code = codeIn(typed);
  if (!code && !/^\d{1,6}$/.test(digits)) return { is: "nothing" };
  const hash = code && (await badgeHash(event, code));
  const found = event.people.find(({ number, badge }) => (code ? badge === hash : number === Number(digits)));
  if (!code && !found) return { is: "nothing" };
  await addEntry({ verb: "attendance.scan", about: session.ref, fields: { badge: found ? String(found.number) : code, minutes: null } });
  return found ? { is: "here", number: found.number } : { is: "elsewhere" };
};
