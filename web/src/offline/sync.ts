// Exchange with the server: when it happens, sending the outbox, downloading the caseload, and the outbox as a
// file. A line that fails is tried again later and later; nothing is asked in between.
import { attendanceLists, type Lists, saveAttendance } from "./attendance";
import { cacheForms } from "./blank_forms";
import { type BlankForm, type CaseFile, caseVersions, deleteCases, saveCases, saveForms } from "./case_record";
import { encrypt, encryptForServer, toBase64 } from "./crypto";
import { type Guidance, guidance, saveGuidance } from "./guidance";
import { deliverBoxes, type DeviceStatus, fetchCaseload, fetchReceipts, fetchState, type Receipt, RequestRefused, type ServerState } from "./server";
import { about, type OutboxRow, type SentRow, store, updateAbout } from "./store";
import { currentLanguage, refreshTexts, today } from "./translations";
import { lockState, openVault, requireOpenVault, wipe } from "./vault";

const MINUTE = 60_000;
const CASELOAD_FRESH = 15 * MINUTE; // a caseload that was taken so lately is not asked for again by itself
// Minutes. A line that has just come is often not there yet: the first try again is soon.
const PAUSES = [0.05, 0.25, 1, 2, 5, 15, 30];
const QUIET = 5 * MINUTE; // who was heard so lately is not asked how this telephone stands

export interface SyncState {
  is_going: boolean;
  step: "" | "sending" | "taking";
  came: number;
  of: number;
  // Why it stopped: nobody answers, the session is over, or it is somebody else's.
  stopped: "" | "away" | "sign_in" | "other" | "cut" | "stumbled";
  user: ServerState["user"];
}

export const syncState: SyncState = { is_going: false, step: "", came: 0, of: 0, stopped: "", user: null };

const syncChannel = new BroadcastChannel("field-sync"); // the other tabs of this telephone

let notifyChange: (isOverElsewhere?: boolean) => void = () => {};
let failures = 0;
let timer = 0;
let again: "" | "once" | "asked" = "";

export const onSyncChange = (then: (isOverElsewhere?: boolean) => void): void => void (notifyChange = then);

// What another tab has sent must not be told as unsent here.
syncChannel.onmessage = () => notifyChange(true);

const setState = (what: Partial<SyncState>): void => {
  Object.assign(syncState, what);
  notifyChange();
};

// Two tabs never send both: whoever comes second leaves it to the first.
export const sync = async (isAsked = false): Promise<void> => {
  if (syncState.is_going) {
    again = again === "asked" || isAsked ? "asked" : "once";
    return;
  }
  if (!isAsked && !navigator.onLine) return setState({ stopped: "away" });
  clearTimeout(timer);
  await navigator.locks.request("field-sync", { ifAvailable: true }, async (mine) => {
    if (!mine) return;
    setState({ is_going: true, stopped: "" });
    try {
      await runSteps(isAsked);
      failures = 0;
    } catch (reason) {
      setState({ stopped: stoppedBy(reason) });
      await tryLater();
    } finally {
      setState({ is_going: false, step: "" });
      syncChannel.postMessage("over");
    }
  });
  if (!again) return;
  const wasAsked = again === "asked";
  again = "";
  await sync(wasAsked);
};

const stoppedBy = (reason: unknown): SyncState["stopped"] => {
  if (reason instanceof RequestRefused) return [401, 403].includes(reason.status) ? "sign_in" : "stumbled";
  return reason instanceof TransferCut ? "cut" : "away";
};

const tryLater = async (): Promise<void> => {
  const pause = PAUSES[Math.min(failures, PAUSES.length - 1)]!;
  if (!(await hasUnsent())) return;
  timer = window.setTimeout(() => {
    failures += 1; // by the clock alone: who writes much is not made to wait longer
    void sync();
  }, pause * MINUTE);
};

const runSteps = async (isAsked: boolean): Promise<void> => {
  const isSending = await hasUnsent();
  if (isSending) {
    setState({ step: "sending" });
    await sendOutbox(() => notifyChange());
  }
  const known = await about();
  if (!known) return;
  const isDue = isAsked || isSending || Date.now() - known.contact_at > QUIET;
  const hasQuestions = (await store.outbox.where("seq").above(0).filter(({ state: fetchState }) => fetchState === "held" || fetchState === "refused").count()) > 0;
  // Whoever is heard of at all hears at once that this telephone was revoked, locked or not.
  if (isDue || hasQuestions) await applyDeviceStatus(await pollReceipts());
  const mayRenew = isDue || Date.now() - known.taken_at > CASELOAD_FRESH;
  if (openVault() && mayRenew) await renewCaseload(isAsked);
};

// What the house says of this telephone. Revoked: what was taken along is destroyed, at once.
const applyDeviceStatus = async (device: DeviceStatus | null): Promise<void> => {
  if (device?.revoked) {
    if ((await lockState()) !== "emptied") await wipe();
    return;
  }
  if (device) await updateAbout({ contact_at: Date.now(), waiting: device.waiting });
};

const renewCaseload = async (isAsked: boolean): Promise<void> => {
  const opened = openVault()!;
  const here = await fetchState(opened.secret);
  setState({ user: here.user });
  await applyDeviceStatus(here.device);
  if (!openVault()) return;
  const { days, tries, idle_minutes } = here.settings;
  await updateAbout({ days, tries, idle: idle_minutes });
  if (!here.user) return setState({ stopped: "sign_in" });
  if (here.user.ref !== opened.about.holder.ref) return setState({ stopped: "other" });
  const known = (await about())!;
  if (!isAsked && Date.now() - known.taken_at < CASELOAD_FRESH) return;
  setState({ step: "taking", came: 0, of: 0 });
  const lists = await knownLists();
  try {
    const head = await downloadCaseload(here.csrf, (came, of) => setState({ came, of }));
    if (head.lists !== lists) await refreshTexts();
    await cacheForms(head.forms);
  } catch (reason) {
    if (reason instanceof RequestRefused && reason.status === 410) await wipe();
    else throw reason;
  }
};

// Sending what waits, in the order in which it was written, and believing only receipts.
const BATCH_ENTRIES = 50;
const BATCH_CHARACTERS = 5_500_000; // as text; the house takes six million

const textLength = (row: OutboxRow): number => Math.ceil(row.box.length / 3) * 4;

// Only keys and weights are read at first: photos of a week do not lie in memory at once.
const batches = async (): Promise<string[][]> => {
  const found: string[][] = [];
  let weight = 0;
  await store.outbox.orderBy("seq").each((row) => {
    if (row.state === "refused") return;
    const heavier = textLength(row);
    if (!found.length || found.at(-1)!.length === BATCH_ENTRIES || weight + heavier > BATCH_CHARACTERS) {
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

export const hasUnsent = async (): Promise<boolean> =>
  (await store.outbox.filter(({ state }) => state !== "refused").count()) > 0;

// How many the house now has. A line that breaks throws: what was answered so far is noted.
export const sendOutbox = async (progress: (sent: number) => void): Promise<number> => {
  let sent = 0;
  for (const keys of await batches()) {
    const rows = await rowsOf(keys);
    for (const receipt of await deliverRows(rows)) sent += (await applyReceipt(receipt)) ? 1 : 0;
    progress(sent);
  }
  return sent;
};

const deliverRows = async (rows: OutboxRow[]): Promise<Receipt[]> => {
  const boxes = rows.map((row) => toBase64(row.box));
  try {
    const answers = await deliverBoxes(boxes);
    // A box that does not open has no key in its answer: its place in the order says which it is.
    return answers.map((answer, at) => ({ ...answer, key: answer.key || (rows[at]?.key ?? "") }));
  } catch (refusal) {
    if (!(refusal instanceof RequestRefused) || refusal.status >= 500 || refusal.status === 429) throw refusal;
    // The whole was refused: the rest must not wait behind the one that is not taken.
    if (rows.length > 1) return [...(await deliverRows(rows.slice(0, rows.length >> 1))), ...(await deliverRows(rows.slice(rows.length >> 1)))];
    return rows.map(({ key }) => ({ key, state: "unreadable", text: refusal.text, result: {} }));
  }
};

const KEPT_STATES = ["held", "refused", "unreadable"] as const;
const staysInOutbox = (state: Receipt["state"]): state is (typeof KEPT_STATES)[number] => (KEPT_STATES as readonly string[]).includes(state);

// Exactly as the table of receipts says; whatever it does not know stays where it is.
export const applyReceipt = async (receipt: Receipt): Promise<boolean> => {
  const opened = openVault();
  const answer = opened ? await encrypt(opened.key, `answer ${receipt.key}`, receipt) : undefined;
  return store.transaction("rw", store.outbox, store.sent, async () => {
    const row = await store.outbox.get(receipt.key);
    if (!row) return false;
    const { state } = receipt;
    if (staysInOutbox(state)) {
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
export const pollReceipts = async (): Promise<DeviceStatus | null> => {
  const opened = openVault();
  const known = await about();
  if (!known) return null;
  const keys = opened ? (await store.outbox.filter(wantsAnswer).toArray()).map(({ key }) => key) : [];
  const who = opened && keys.length ? { device: opened.device, secret: opened.secret, keys } : null;
  const answer = await fetchReceipts(who ? await encryptForServer(opened!.house, who) : known.knock);
  for (const receipt of answer.receipts) await applyReceipt(receipt);
  return answer.device;
};

// Held; or refused while nobody could read why.
const wantsAnswer = (row: OutboxRow): boolean => row.state === "held" || (row.state === "refused" && !row.answer);

// Taking the caseload along: line by line as it comes, so that a line which breaks has given
// something already, and the next try asks for the rest.
interface Head { at: string; until: string; cases: number; lists_version: string; forms: BlankForm[] }
type Line = { head: Head } | { guidance: Guidance } | { attendance: Lists } | { file: CaseFile } | { gone: string[] } | { end: number };

const AT_ONCE = 50;

async function* linesOf(answer: Response): AsyncGenerator<Line> {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim()) yield JSON.parse(line) as Line;
    if (done) break;
  }
  if (rest.trim()) yield JSON.parse(rest) as Line;
}

export class TransferCut extends Error {}

// The lists' edition, so that its words are fetched anew when they changed.
export const downloadCaseload = async (csrf: string, progress: (came: number, of: number) => void): Promise<{ lists: string; forms: BlankForm[] }> => {
  const { secret } = requireOpenVault();
  const answer = await fetchCaseload({ have: caseVersions(), guidance: guidance()?.digest ?? "", language: currentLanguage(), attendance: attendanceLists()?.digest ?? "" }, secret, csrf);
  let head: Head | null = null;
  let waiting: CaseFile[] = [];
  let came = 0;
  let is_whole = false;
  const putDown = async (): Promise<void> => {
    await saveCases(waiting);
    came += waiting.length;
    waiting = [];
    progress(came, head?.cases ?? came);
  };
  for await (const line of linesOf(answer)) {
    if ("head" in line) head = line.head;
    else if ("guidance" in line) await saveGuidance(line.guidance);
    else if ("attendance" in line) await saveAttendance(line.attendance);
    else if ("file" in line) waiting.push(line.file);
    else if ("gone" in line) await deleteCases(line.gone);
    else if ("end" in line) is_whole = true;
    if (waiting.length >= AT_ONCE) await putDown();
  }
  if (waiting.length) await putDown();
  if (!is_whole || !head) throw new TransferCut("the transfer was cut");
  await saveForms(head.forms);
  await updateAbout({ taken_at: Date.now(), contact_at: Date.now(), cases: head.cases, lists: head.lists_version });
  // What the house had done stands in the files by now; what a person decides is still to be told.
  await store.sent.filter(({ state }) => state === "done").delete();
  return { lists: head.lists_version, forms: head.forms };
};

export const knownLists = async (): Promise<string> => (await about())?.lists ?? "";

// Where no network comes at all: what is unsent leaves as a file that only the server opens;
// the same file is imported from any telephone or computer.
// It stays here too: a file is a copy, and only a receipt ends an entry.
export const exportOutbox = async (): Promise<number> => {
  const boxes: string[] = [];
  let entries = 0;
  await store.outbox.orderBy("seq").each((row) => {
    boxes.push(toBase64(row.box));
    if (!row.is_part) entries += 1;
  });
  if (!boxes.length) return 0;
  const file = URL.createObjectURL(new Blob([JSON.stringify({ boxes })], { type: "application/json" }));
  const link = Object.assign(document.createElement("a"), { href: file, download: `campo-${today()}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(file), 10_000);
  return entries;
};

// How many of them the house has now.
export const importOutbox = async (file: File): Promise<number> => {
  const { boxes } = JSON.parse(await file.text()) as { boxes: string[] };
  if (!Array.isArray(boxes) || !boxes.every((each) => typeof each === "string")) throw new Error("not one of ours");
  let taken = 0;
  for (const batch of fileBatches(boxes))
    for (const receipt of await deliverBoxes(batch)) {
      if (receipt.state !== "unreadable") taken += 1;
      if (receipt.key) await applyReceipt(receipt); // where it is this telephone's own
    }
  return taken;
};

const fileBatches = (boxes: string[]): string[][] => {
  const found: string[][] = [[]];
  let weight = 0;
  for (const each of boxes) {
    if (found.at(-1)!.length === BATCH_ENTRIES || weight + each.length > BATCH_CHARACTERS) {
      found.push([]);
      weight = 0;
    }
    found.at(-1)!.push(each);
    weight += each.length;
  }
  return found;
};
