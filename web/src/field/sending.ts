// Sending what waits, in the order in which it was written, and believing only receipts.
import { toBase64 } from "./bytes";
import { box } from "./boxes";
import { seal } from "./crypto";
import { deliver, receipts, Refused, type Receipt, type Standing } from "./house";
import { about, store, type OutboxRow, type SentRow } from "./store";
import { now } from "./vault";

const MOST = 50;
const WEIGHT = 5_500_000; // as text; the house takes six million

const textLength = (row: OutboxRow): number => Math.ceil(row.box.length / 3) * 4;

// Only keys and weights are read at first: photos of a week do not lie in memory at once.
const batches = async (): Promise<string[][]> => {
  const found: string[][] = [];
  let weight = 0;
  await store.outbox.orderBy("seq").each((row) => {
    if (row.state === "refused") return;
    const heavier = textLength(row);
    if (!found.length || found.at(-1)!.length === MOST || weight + heavier > WEIGHT) {
      found.push([]);
      weight = 0;
    }
    found.at(-1)!.push(row.key);
    weight += heavier;
  });
  return found;
};

const rowsOf = async (keys: string[]): Promise<OutboxRow[]> =>
  (await store.outbox.bulkGet(keys)).filter((row) => row !== undefined);

export const anythingToSend = async (): Promise<boolean> =>
  (await store.outbox.filter(({ state }) => state !== "refused").count()) > 0;

// How many the house now has. A line that breaks throws: what was answered so far is noted.
export const send = async (progress: (sent: number) => void): Promise<number> => {
  let sent = 0;
  for (const keys of await batches()) {
    const rows = await rowsOf(keys);
    for (const receipt of await delivered(rows)) sent += (await note(receipt)) ? 1 : 0;
    progress(sent);
  }
  return sent;
};

const delivered = async (rows: OutboxRow[]): Promise<Receipt[]> => {
  const boxes = rows.map((row) => toBase64(row.box));
  try {
    const answers = await deliver(boxes);
    // A box that does not open has no key in its answer: its place in the order says which it is.
    return answers.map((answer, at) => ({ ...answer, key: answer.key || (rows[at]?.key ?? "") }));
  } catch (refusal) {
    if (!(refusal instanceof Refused) || refusal.status >= 500 || refusal.status === 429) throw refusal;
    // The whole was refused: the rest must not wait behind the one that is not taken.
    if (rows.length > 1) return [...(await delivered(rows.slice(0, rows.length >> 1))), ...(await delivered(rows.slice(rows.length >> 1)))];
    return rows.map(({ key }) => ({ key, state: "unreadable", words: refusal.words, result: {} }));
  }
};

const KEPT = ["held", "refused", "unreadable"] as const;
const isKept = (state: Receipt["state"]): state is (typeof KEPT)[number] => (KEPT as readonly string[]).includes(state);

// Exactly as the table of receipts says; whatever it does not know stays where it is.
export const note = async (receipt: Receipt): Promise<boolean> => {
  const opened = now();
  const answer = opened ? await seal(opened.key, `answer ${receipt.key}`, receipt) : undefined;
  return store.transaction("rw", store.outbox, store.sent, async () => {
    const row = await store.outbox.get(receipt.key);
    if (!row) return false;
    const { state } = receipt;
    if (isKept(state)) {
      await store.outbox.update(row.key, answer ? { state, answer } : { state });
      return false;
    }
    if (state !== "done" && state !== "conflict" && state !== "review") return false;
    const { key, seq, device, nonce, sealed } = row;
    const kept: SentRow = { key, seq, device, nonce, sealed, state, ...(answer ? { answer } : {}) };
    if (!row.is_part) await store.sent.put(kept);
    await store.outbox.delete(key);
    return true;
  });
};

// What became of what was held or refused. While it is locked nothing is asked but who it is.
export const askAfter = async (): Promise<Standing | null> => {
  const opened = now();
  const known = await about();
  if (!known) return null;
  const keys = opened ? (await store.outbox.filter(wantsAnswer).toArray()).map(({ key }) => key) : [];
  const who = opened && keys.length ? { device: opened.device, secret: opened.secret, keys } : null;
  const answer = await receipts(who ? await box(opened!.house, who) : known.knock);
  for (const receipt of answer.receipts) await note(receipt);
  return answer.device;
};

// Held; or refused while nobody could read why.
const wantsAnswer = (row: OutboxRow): boolean => row.state === "held" || (row.state === "refused" && !row.answer);
