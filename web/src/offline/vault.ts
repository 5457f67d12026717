// Who may read what lies here: opened by the passphrase, shut when nobody touches it, emptied when
// it must not be read by anybody. The outbox is never emptied: only a receipt ends an entry.
import { type Bytes, decrypt, encrypt, type Encrypted, encryptForServer, fromBase64, newDataKey, newDeviceKey, unwrap, wrap, type Wrapped } from "./crypto";
import { about, type About, type KeyRow, store, updateAbout } from "./store";
import { DAY } from "./translations";

export interface OpenVault {
  key: CryptoKey;
  device: string;
  secret: string;
  house: Bytes;
  about: About;
}

export type Lock = "new" | "emptied" | "locked" | "open";

let opened: OpenVault | null = null;
const listeners: ((lock: Lock) => void)[] = [];
const others = new BroadcastChannel("field"); // the other tabs of this telephone

export const openVault = (): OpenVault | null => opened;
export const requireOpenVault = (): OpenVault => {
  if (!opened) throw new Error("locked");
  return opened;
};
export const onLockChange = (then: (lock: Lock) => void): void => void listeners.push(then);

const row = async <Id extends KeyRow["id"]>(id: Id): Promise<Extract<KeyRow, { id: Id }> | undefined> =>
  (await store.keys.get(id)) as Extract<KeyRow, { id: Id }> | undefined;

export const lockState = async (): Promise<Lock> => {
  if (opened) return "open";
  if (await row("data")) return "locked";
  return (await about()) ? "emptied" : "new";
};

export interface Registered {
  device: string;
  secret: string;
}

// The words of the house's answer become keys here, and are kept nowhere else.
export const setUpDevice = async (
  given: Registered, passphrase: string, known: Omit<About, "id" | "device" | "knock">,
): Promise<void> => {
  const half = await newDeviceKey();
  const newKey = await newDataKey();
  const data = await wrap(newKey, passphrase, half);
  const key = (await unwrap(data, passphrase, half))!; // from here on a key that cannot be read
  const secret = await encrypt(key, "secret", given.secret);
  const serverKey = fromBase64(known.box.public);
  const knock = await encryptForServer(serverKey, { device: given.device, secret: given.secret, keys: [] });
  const note: About = { id: "about", device: given.device, knock, ...known };
  await store.transaction("rw", store.keys, store.files, store.drafts, store.notes, async () => {
    await Promise.all([store.keys.clear(), store.files.clear(), store.drafts.clear()]);
    await store.keys.bulkPut([{ id: "half", key: half }, { id: "data", ...data }, { id: "secret", ...secret }]);
    await store.notes.put(note);
  });
  opened = { key, device: given.device, secret: given.secret, house: serverKey, about: note };
  others.postMessage("locked"); // another tab holds the key of before
};

// "open", or how many tries are left; none are left: what lay here is gone.
export const unlock = async (passphrase: string): Promise<"open" | number> => {
  const note = (await about())!;
  const tried = await countTry();
  if (tried > note.tries) return wipe();
  const key = await keyFor(passphrase);
  if (!key) return tried >= note.tries ? wipe() : note.tries - tried;
  await store.keys.put({ id: "tries", count: 0 });
  const secret = await decrypt<string>(key, "secret", (await row("secret")) as Encrypted);
  opened = { key, device: note.device, secret, house: fromBase64(note.box.public), about: note };
  return "open";
};

// Counted before it is tried: who kills the page in between has used a try all the same.
const countTry = (): Promise<number> =>
  store.transaction("rw", store.keys, async () => {
    const count = ((await row("tries"))?.count ?? 0) + 1;
    await store.keys.put({ id: "tries", count });
    return count;
  });

const keyFor = async (passphrase: string, mayLeave = false): Promise<CryptoKey | null> => {
  const [data, half] = [await row("data"), await row("half")];
  return data && half ? unwrap(data as Wrapped, passphrase, half.key, mayLeave) : null;
};

export const changePassphrase = async (from: string, to: string): Promise<boolean> => {
  const half = await row("half");
  const key = await keyFor(from, true);
  if (!key || !half) return false;
  await store.keys.put({ id: "data", ...(await wrap(key, to, half.key)) });
  return true;
};

export const lock = (tellOthers = true): void => {
  if (!opened) return;
  opened = null;
  if (tellOthers) others.postMessage("locked");
  for (const listener of listeners) listener("locked");
};

export const wipe = async (): Promise<number> => {
  await store.transaction("rw", store.keys, store.files, store.drafts, store.sent, async () => {
    await Promise.all([store.keys.clear(), store.files.clear(), store.drafts.clear(), store.sent.clear()]);
  });
  opened = null;
  others.postMessage("emptied");
  for (const listener of listeners) listener("emptied");
  return 0;
};

// A clock that is turned back gives no more days: the latest hour ever seen counts.
export const daysLeft = (note: About): number =>
  Math.ceil((note.contact_at + note.days * DAY - Math.max(Date.now(), note.seen_at)) / DAY);

// Looked at whenever the page wakes.
export const expireIfDue = async (): Promise<boolean> => {
  const note = await about();
  if (!note || !(await row("data"))) return false;
  if (Date.now() > note.seen_at) await updateAbout({ seen_at: Date.now() });
  if (daysLeft(note) > 0) return false;
  await wipe();
  return true;
};

others.onmessage = ({ data }) => {
  if (!opened) return;
  opened = null;
  for (const listener of listeners) listener(data as Lock);
};
