// What lies on the telephone is sealed with one random key; the passphrase and the half that never
// leaves this browser open that key, and neither does alone.
import { bytesOf, random, textOf, type Bytes } from "./bytes";

export const ROUNDS = 600_000;
const GCM = "AES-GCM";

export interface Sealed {
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
export const seal = async (key: CryptoKey, id: string, what: unknown): Promise<Sealed> => {
  const nonce = random(12);
  const sealed = await crypto.subtle.encrypt({ name: GCM, iv: nonce, additionalData: bytesOf(id) }, key, bytesOf(JSON.stringify(what)));
  return { nonce, sealed: new Uint8Array(sealed) };
};

export const unseal = async <T>(key: CryptoKey, id: string, { nonce, sealed }: Sealed): Promise<T> =>
  JSON.parse(textOf(await crypto.subtle.decrypt({ name: GCM, iv: nonce, additionalData: bytesOf(id) }, key, sealed))) as T;

// A key that scripts may use and nobody may read: what is copied off the telephone opens without it no more.
export const newHalf = (): Promise<CryptoKey> =>
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
