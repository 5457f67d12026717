// What was written and is not with the house yet. An entry is put down twice in one breath: once to
// be read here, once to be sent by anyone; it goes only when the house says that it has it.
import { fromBase64, mint, toBase64, toHex, type Bytes } from "./bytes";
import { box } from "./boxes";
import type { Entry, Fields } from "./case_file";
import { seal, unseal } from "./crypto";
import { moment } from "./days";
import type { Receipt } from "./house";
import { store, type OutboxRow, type SentRow } from "./store";
import { mustBeOpen, now, type Opened } from "./vault";

const PART = 256 * 1024;

export interface Written {
  verb: string;
  about: string | null;
  fields: Fields;
  ref?: string;
  after?: string | null;
}

export type Kept<Row> = { row: Row; entry: Entry | null; answer: Receipt | null };

export interface Attached { name: string; file: Blob }

// Numbers are given once and never again, also when what bore them has long been sent.
const numbers = (count: number): Promise<number> =>
  store.transaction("rw", store.notes, async () => {
    const last = ((await store.notes.get("seq")) as { last: number } | undefined)?.last ?? 0;
    await store.notes.put({ id: "seq", last: last + count });
    return last + 1;
  });

const rowOf = async (entry: Entry, { key, device, secret, house }: Opened): Promise<OutboxRow> => ({
  key: entry.key, seq: entry.seq, state: "waits", device, made_at: entry.made_at,
  is_part: entry.verb === "file.part",
  box: await box(house, { device, secret, entry }),
  ...(await seal(key, entry.key, entry)),
});

// The promise holds once the telephone's disk has it. What takes another's place takes also those
// that wait for it: they are written anew behind the new one.
const keep = async (rows: OutboxRow[], opened: Opened, instead?: string): Promise<void> => {
  const followers = instead ? await followersOf(instead) : [];
  const first = followers.length ? await numbers(followers.length) : 0;
  const anew = await Promise.all(followers.map((entry, at) =>
    rowOf({ ...entry, key: mint(), seq: first + at, after: rows[0]!.key }, opened)));
  const parts = instead ? await partRows(instead) : [];
  await store.transaction("rw", store.outbox, async () => {
    await store.outbox.bulkAdd([...rows, ...anew]);
    if (instead) await store.outbox.bulkDelete([instead, ...followers.map(({ key }) => key), ...parts.map(({ row }) => row.key)]);
  });
};

const followersOf = async (key: string): Promise<Entry[]> =>
  (await unsent()).flatMap(({ entry }) => (entry?.after === key ? [entry] : []));

const partRows = async (form: string): Promise<Kept<OutboxRow>[]> => {
  const rows = await store.outbox.filter((row) => row.is_part).toArray();
  return (await Promise.all(rows.map(read))).filter(({ entry }) => entry?.about === form);
};

// `instead` names an entry that was refused, and is mended by this one.
export const write = async ({ verb, about, fields, ref, after }: Written, instead?: string): Promise<Entry> => {
  const opened = mustBeOpen();
  const seq = await numbers(1);
  const entry: Entry = {
    key: mint(), seq, after: after ?? (await madeBy(about)), made_at: moment(), verb, ref: ref ?? null, about, fields,
  };
  await keep([await rowOf(entry, opened)], opened, instead);
  return entry;
};

// A form and its photos: each photo in parts, so that a line that breaks costs one part.
export const writeForm = async (
  { about, fields, after }: Omit<Written, "verb">, files: Attached[], instead?: string,
): Promise<Entry> => {
  const opened = mustBeOpen();
  const read = await Promise.all(files.map(async ({ name, file }) => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const digest = toHex(await crypto.subtle.digest("SHA-256", bytes));
    return { bytes, told: { name, kind: file.type, size: bytes.length, digest, parts: Math.max(1, Math.ceil(bytes.length / PART)) } };
  }));
  const parts = read.reduce((sum, { told }) => sum + told.parts, 0);
  let seq = await numbers(1 + parts);
  const made_at = moment();
  const key = mint();
  const form: Entry = {
    key, seq: seq++, after: after ?? (await madeBy(about)), made_at, verb: "form.fill", ref: mint(), about,
    fields: { ...fields, files: read.map(({ told }) => told) },
  };
  const rows = [await rowOf(form, opened)];
  for (const { bytes, told } of read)
    for (let part = 0; part < told.parts; part++) {
      const piece = toBase64(bytes.subarray(part * PART, (part + 1) * PART));
      const entry: Entry = {
        key: mint(), seq: seq++, after: null, made_at, verb: "file.part", ref: null, about: key,
        fields: { digest: told.digest, part, bytes: piece },
      };
      rows.push(await rowOf(entry, opened));
    }
  await keep(rows, opened, instead);
  return form;
};

// What is written about somebody whom this telephone registered comes after their registration.
const madeBy = async (about: string | null): Promise<string | null> => {
  if (!about) return null;
  const found = (await unsent()).find(({ entry }) => entry?.verb === "case.open" && makes(entry, about));
  return found?.row.key ?? null;
};

const makes = (entry: Entry, ref: string): boolean =>
  entry.ref === ref || (entry.fields["person"] as Fields | undefined)?.["ref"] === ref;

const read = async <Row extends OutboxRow | SentRow>(row: Row): Promise<Kept<Row>> => {
  const opened = now();
  if (!opened) return { row, entry: null, answer: null };
  // Sealed by a key that was destroyed: only the house reads it.
  const entry = await unseal<Entry>(opened.key, row.key, row).catch(() => null);
  const answer = row.answer ? await unseal<Receipt>(opened.key, `answer ${row.key}`, row.answer).catch(() => null) : null;
  return { row, entry, answer };
};

// Photos are counted with the form that they belong to.
export const unsent = async (): Promise<Kept<OutboxRow>[]> =>
  Promise.all((await store.outbox.orderBy("seq").filter((row) => !row.is_part).toArray()).map(read));

export const answered = async (): Promise<Kept<SentRow>[]> =>
  Promise.all((await store.sent.toArray()).sort((a, b) => a.seq - b.seq).map(read));

export const partsOf = async (form: string): Promise<{ digest: string; part: number; bytes: Bytes }[]> =>
  (await partRows(form))
    .map(({ entry }) => entry!.fields as { digest: string; part: number; bytes: string })
    .map(({ digest, part, bytes }) => ({ digest, part, bytes: fromBase64(bytes) }));

export const find = async (key: string): Promise<Kept<OutboxRow> | null> => {
  const row = await store.outbox.get(key);
  return row ? read(row) : null;
};

// By its author's own decision, after a question; what belongs to it goes with it.
export const letGo = async (key: string): Promise<void> =>
  store.outbox.bulkDelete([key, ...(await partRows(key)).map(({ row }) => row.key)]);

export const understood = (key: string): Promise<void> => store.sent.delete(key);

export interface Count { all: number; waiting: number; refused: number; held: number; since: Date | null }

export const counted = async (): Promise<Count> => {
  const rows = await store.outbox.orderBy("seq").filter((row) => !row.is_part).toArray();
  const parts = await store.outbox.filter((row) => row.is_part).count();
  const of = (...states: string[]): number => rows.filter(({ state }) => states.includes(state)).length;
  const first = rows[0]?.made_at;
  const all = rows.length || (parts ? 1 : 0); // photos of a form that arrived before them
  return { all, waiting: of("waits", "unreadable"), refused: of("refused"), held: of("held"), since: first ? new Date(first) : null };
};
