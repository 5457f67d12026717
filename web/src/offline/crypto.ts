// Cryptography of the offline app: local encryption, boxes that only the server opens, passphrase strength,
// and the bytes and texts they work on.

export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const CHUNK = 0x8000; // arguments that one call takes

export const bytesOf = (text: string): Bytes => encoder.encode(text) as Bytes;
export const textOf = (bytes: BufferSource): string => decoder.decode(bytes);
export const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));

export const toBase64 = (bytes: Uint8Array): string => {
  let signs = "";
  for (let at = 0; at < bytes.length; at += CHUNK) signs += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(signs);
};

export const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

export const toHex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const concatBytes = (...parts: Uint8Array[]): Bytes => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

// Whoever makes a record mints its ref: the time first, so that records of a day lie together (v7).
export const newRef = (): string => {
  const bytes = random(16);
  const time = Date.now();
  for (let at = 0; at < 6; at++) bytes[at] = Math.floor(time / 2 ** (8 * (5 - at))) & 0xff;
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = toHex(bytes.buffer);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
};

// What is stored on the device is encrypted with one random key; the passphrase and the device key, which
// never leaves this browser, open that key, and neither does alone.
export const ROUNDS = 600_000;
const GCM = "AES-GCM";

export interface Encrypted {
  nonce: Bytes;
  sealed: Bytes;
}

export interface Wrapped {
  salt: Bytes;
  rounds: number;
  nonce: Bytes;
  wrapped: Bytes;
}

// One record, bound to its id: moved under another id it opens no more.
export const encrypt = async (key: CryptoKey, id: string, what: unknown): Promise<Encrypted> => {
  const nonce = random(12);
  const sealed = await crypto.subtle.encrypt({ name: GCM, iv: nonce, additionalData: bytesOf(id) }, key, bytesOf(JSON.stringify(what)));
  return { nonce, sealed: new Uint8Array(sealed) };
};

export const decrypt = async <T>(key: CryptoKey, id: string, { nonce, sealed }: Encrypted): Promise<T> =>
  JSON.parse(textOf(await crypto.subtle.decrypt({ name: GCM, iv: nonce, additionalData: bytesOf(id) }, key, sealed))) as T;

// A key that scripts may use and nobody may read: what is copied off the telephone opens without it no more.
export const newDeviceKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: GCM, length: 256 }, false, ["encrypt", "decrypt"]);

const fromPassphrase = async (passphrase: string, salt: Bytes, rounds: number): Promise<CryptoKey> => {
  const typed = await crypto.subtle.importKey("raw", bytesOf(passphrase.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, typed, { name: "AES-KW", length: 256 }, false, ["wrapKey", "unwrapKey"]);
};

export const newDataKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: GCM, length: 256 }, true, ["encrypt", "decrypt"]);

export const wrap = async (dataKey: CryptoKey, passphrase: string, half: CryptoKey): Promise<Wrapped> => {
  const salt = random(16);
  const nonce = random(12);
  const inner = await crypto.subtle.wrapKey("raw", dataKey, await fromPassphrase(passphrase, salt, ROUNDS), "AES-KW");
  const wrapped = await crypto.subtle.encrypt({ name: GCM, iv: nonce }, half, inner);
  return { salt, rounds: ROUNDS, nonce, wrapped: new Uint8Array(wrapped) };
};

// The data key, or nothing where the passphrase is another one.
export const unwrap = async (kept: Wrapped, passphrase: string, half: CryptoKey, mayLeave = false): Promise<CryptoKey | null> => {
  const inner = await crypto.subtle.decrypt({ name: GCM, iv: kept.nonce }, half, kept.wrapped);
  const outer = await fromPassphrase(passphrase, kept.salt, kept.rounds);
  return crypto.subtle.unwrapKey("raw", inner, outer, "AES-KW", GCM, mayLeave, ["encrypt", "decrypt"]).catch(() => null);
};

// Only the server opens a box: anybody may carry it, nobody on the way can read it.
const BOX_CURVE = { name: "ECDH", namedCurve: "P-256" };
const BOX_INFO = bytesOf("amparo box 1");
const BOX_VERSION = 1;

export const encryptForServer = async (serverKey: Bytes, what: unknown): Promise<Bytes> => {
  const publicKey = await crypto.subtle.importKey("raw", serverKey, BOX_CURVE, false, []);
  const fresh = await crypto.subtle.generateKey(BOX_CURVE, true, ["deriveBits"]);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: publicKey }, fresh.privateKey, 256);
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: BOX_INFO };
  const key = await crypto.subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = new Uint8Array(12); // each key is used once
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytesOf(JSON.stringify(what)));
  const point = await crypto.subtle.exportKey("raw", fresh.publicKey);
  return concatBytes(Uint8Array.of(BOX_VERSION), new Uint8Array(point), new Uint8Array(sealed));
};

// A passphrase is long, or made of several words: whoever holds the telephone may guess for years.
const MIN_LETTERS = 10;
const MIN_WORDS = 4;
const MIN_DIFFERENT = 5; // "aaaaaaaaaa" is long, and the first that is tried

export const isStrong = (passphrase: string): boolean => {
  const text = passphrase.normalize("NFKC").trim();
  const distinctWords = new Set(text.split(/\s+/).filter((word) => word.length > 1));
  if (distinctWords.size >= MIN_WORDS) return true;
  const letters = [...text];
  return letters.length >= MIN_LETTERS && new Set(letters).size >= MIN_DIFFERENT && !isSequence(letters);
};

// "1234567890", "abcdefghij" and the like, up or down.
const isSequence = (letters: string[]): boolean => {
  const steps = letters.slice(1).map((letter, at) => letter.codePointAt(0)! - letters[at]!.codePointAt(0)!);
  const even = steps.filter((step) => step === steps[0]);
  return Math.abs(steps[0] ?? 2) <= 1 && even.length >= steps.length - 1;
};
