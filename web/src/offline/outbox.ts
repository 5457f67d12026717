// What was written and has not reached the server yet: drafts, and the outbox. An entry is stored twice at once:
// encrypted to be read here, and boxed to be sent by anyone; it goes only when the server confirms it.
import type { Entry, Fields } from "./case_record";
import { type Bytes, decrypt, encrypt, encryptForServer, fromBase64, newRef, toBase64, toHex } from "./crypto";
import type { Shown } from "./guidance";
import type { Receipt } from "./server";
import { type OutboxRow, type SentRow, store } from "./store";
import { timestamp } from "./translations";
import { onLockChange, openVault, type OpenVault, requireOpenVault } from "./vault";

const PART = 256 * 1024;

export interface NewEntry {
  verb: string;
  about: string | null;
  fields: Fields;
  ref?: string;
  after?: string | null;
  guidance?: Shown | undefined;
}

export type OutboxItem<Row> = { row: Row; entry: Entry | null; answer: Receipt | null };

export interface AttachedFile { name: string; file: Blob }

// Numbers are given once and never again, also when what bore them has long been sent.
const reserveNumbers = (count: number): Promise<number> =>
  store.transaction("rw", store.notes, async () => {
    const last = ((await store.notes.get("seq")) as { last: number } | undefined)?.last ?? 0;
    await store.notes.put({ id: "seq", last: last + count });
    return last + 1;
  });

const rowOf = async (entry: Entry, { key, device, secret, house: serverKey }: OpenVault): Promise<OutboxRow> => ({
  key: entry.key, seq: entry.seq, state: "waits", device, made_at: entry.made_at,
  is_part: entry.verb === "file.part",
  box: await encryptForServer(serverKey, { device, secret, entry }),
  ...(await encrypt(key, entry.key, entry)),
});

// The promise holds once the telephone's disk has it. What takes another's place takes also those
// that wait for it: they are written anew behind the new one.
const addRows = async (rows: OutboxRow[], opened: OpenVault, instead?: string): Promise<void> => {
  const followers = instead ? await followersOf(instead) : [];
  const first = followers.length ? await reserveNumbers(followers.length) : 0;
  const anew = await Promise.all(followers.map((entry, at) =>
    rowOf({ ...entry, key: newRef(), seq: first + at, after: rows[0]!.key }, opened)));
  const parts = instead ? await partRows(instead) : [];
  await store.transaction("rw", store.outbox, async () => {
    await store.outbox.bulkAdd([...rows, ...anew]);
    if (instead) await store.outbox.bulkDelete([instead, ...followers.map(({ key }) => key), ...parts.map(({ row }) => row.key)]);
  });
};

const followersOf = async (key: string): Promise<Entry[]> =>
  (await unsentEntries()).flatMap(({ entry }) => (entry?.after === key ? [entry] : []));

const partRows = async (form: string): Promise<OutboxItem<OutboxRow>[]> => {
  const rows = await store.outbox.filter((row) => row.is_part).toArray();
  return (await Promise.all(rows.map(readRow))).filter(({ entry }) => entry?.about === form);
};

// `instead` names an entry that was refused, and is mended by this one.
export const addEntry = async ({ verb, about, fields, ref, after, guidance }: NewEntry, instead?: string): Promise<Entry> => {
  const opened = requireOpenVault();
  const seq = await reserveNumbers(1);
  const entry: Entry = {
    key: newRef(), seq, after: after ?? (await registrationKey(about)), made_at: timestamp(), verb, ref: ref ?? null, about, fields,
    ...(guidance ? { guidance } : {}),
  };
  await addRows([await rowOf(entry, opened)], opened, instead);
  return entry;
};

// A form and its photos: each photo in parts, so that a line that breaks costs one part.
export const addForm = async (
  { about, fields, after, guidance }: Omit<NewEntry, "verb">, files: AttachedFile[], instead?: string,
): Promise<Entry> => {
  const opened = requireOpenVault();
  const readRow = await Promise.all(files.map(async ({ name, file }) => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const digest = toHex(await crypto.subtle.digest("SHA-256", bytes));
    return { bytes, told: { name, kind: file.type, size: bytes.length, digest, parts: Math.max(1, Math.ceil(bytes.length / PART)) } };
  }));
  const parts = readRow.reduce((sum, { told: info }) => sum + info.parts, 0);
  let seq = await reserveNumbers(1 + parts);
  const made_at = timestamp();
  const key = newRef();
  const form: Entry = {
    key, seq: seq++, after: after ?? (await registrationKey(about)), made_at, verb: "form.fill", ref: newRef(), about,
    fields: { ...fields, files: readRow.map(({ told: info }) => info) }, ...(guidance ? { guidance } : {}),
  };
  const rows = [await rowOf(form, opened)];
  for (const { bytes, told: info } of readRow)
    for (let part = 0; part < info.parts; part++) {
      const piece = toBase64(bytes.subarray(part * PART, (part + 1) * PART));
      const entry: Entry = {
        key: newRef(), seq: seq++, after: null, made_at, verb: "file.part", ref: null, about: key,
        fields: { digest: info.digest, part, bytes: piece },
      };
      rows.push(await rowOf(entry, opened));
    }
  await addRows(rows, opened, instead);
  return form;
};

// What is written about somebody whom this telephone registered comes after their registration.
const registrationKey = async (about: string | null): Promise<string | null> => {
  if (!about) return null;
  const found = (await unsentEntries()).find(({ entry }) => entry?.verb === "case.open" && registers(entry, about));
  return found?.row.key ?? null;
};

const registers = (entry: Entry, ref: string): boolean =>
  entry.ref === ref || (entry.fields["person"] as Fields | undefined)?.["ref"] === ref;

const readRow = async <Row extends OutboxRow | SentRow>(row: Row): Promise<OutboxItem<Row>> => {
  const opened = openVault();
  if (!opened) return { row, entry: null, answer: null };
  // Sealed by a key that was destroyed: only the house reads it.
  const entry = await decrypt<Entry>(opened.key, row.key, row).catch(() => null);
  const answer = row.answer ? await decrypt<Receipt>(opened.key, `answer ${row.key}`, row.answer).catch(() => null) : null;
  return { row, entry, answer };
};

// Photos are counted with the form that they belong to.
export const unsentEntries = async (): Promise<OutboxItem<OutboxRow>[]> =>
  Promise.all((await store.outbox.orderBy("seq").filter((row) => !row.is_part).toArray()).map(readRow));

export const answeredEntries = async (): Promise<OutboxItem<SentRow>[]> =>
  Promise.all((await store.sent.toArray()).sort((a, b) => a.seq - b.seq).map(readRow));

export const partsOf = async (form: string): Promise<{ digest: string; part: number; bytes: Bytes }[]> =>
  (await partRows(form))
    .map(({ entry }) => entry!.fields as { digest: string; part: number; bytes: string })
    .map(({ digest, part, bytes }) => ({ digest, part, bytes: fromBase64(bytes) }));

export const findEntry = async (key: string): Promise<OutboxItem<OutboxRow> | null> => {
  const row = await store.outbox.get(key);
  return row ? readRow(row) : null;
};

// By its author's own decision, after a question; what belongs to it goes with it. The house hears of it, so that
// nobody there waits for it. A telephone that was emptied can write nothing, and only forgets it.
export const discardEntry = async (key: string): Promise<void> => {
  const opened = openVault();
  const gone = [key, ...(await partRows(key)).map(({ row }) => row.key)];
  const notice = opened ? [await rowOf({
    key: newRef(), seq: await reserveNumbers(1), after: null, made_at: timestamp(), verb: "entry.discard", ref: null, about: key, fields: {},
  }, opened)] : [];
  await store.transaction("rw", store.outbox, async () => {
    await store.outbox.bulkAdd(notice);
    await store.outbox.bulkDelete(gone);
  });
};

export const dismissEntry = (key: string): Promise<void> => store.sent.delete(key);

export interface Count { all: number; waiting: number; refused: number; held: number; since: Date | null }

export const countOutbox = async (): Promise<Count> => {
  const rows = await store.outbox.orderBy("seq").filter((row) => !row.is_part).toArray();
  const parts = await store.outbox.filter((row) => row.is_part).count();
  const of = (...states: string[]): number => rows.filter(({ state }) => states.includes(state)).length;
  const first = rows[0]?.made_at;
  const all = rows.length || (parts ? 1 : 0); // photos of a form that arrived before them
  return { all, waiting: of("waits", "unreadable"), refused: of("refused"), held: of("held"), since: first ? new Date(first) : null };
};

// Drafts are saved encrypted as one types: a page that dies costs no sentence.
interface Draft { page: string; what: unknown }

// In memory, which page a row belongs to: on the disk a row has a number and no more.
const draftRows = new Map<string, { id: string; what: unknown }>();
onLockChange(() => draftRows.clear());

export const loadDrafts = async (): Promise<void> => {
  const { key } = requireOpenVault();
  draftRows.clear();
  for (const row of await store.drafts.toArray()) {
    const draft = await decrypt<Draft>(key, row.id, row).catch(() => null);
    if (draft) draftRows.set(draft.page, { id: row.id, what: draft.what });
  }
};

export const draftOf = <T>(page: string): T | null => (draftRows.get(page)?.what as T | undefined) ?? null;
export const draftPages = (): string[] => [...draftRows.keys()];

export const saveDraft = async (page: string, what: unknown): Promise<void> => {
  const opened = openVault();
  if (!opened) return;
  const id = draftRows.get(page)?.id ?? newRef();
  draftRows.set(page, { id, what });
  const sealed = await encrypt(opened.key, id, { page, what } satisfies Draft);
  if (draftRows.get(page)?.id === id) await store.drafts.put({ id, ...sealed }); // it may have been saved meanwhile
};

export const deleteDraft = async (page: string): Promise<void> => {
  const row = draftRows.get(page);
  draftRows.delete(page);
  if (row) await store.drafts.delete(row.id);
};
