// A box is what only the house opens: anybody may carry it, nobody on the way can read it.
import { bytesOf, joined, type Bytes } from "./bytes";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const INFO = bytesOf("amparo box 1");
const VERSION = 1;

export const box = async (house: Bytes, what: unknown): Promise<Bytes> => {
  const theirs = await crypto.subtle.importKey("raw", house, CURVE, false, []);
  const fresh = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, fresh.privateKey, 256);
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: INFO };
  const key = await crypto.subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = new Uint8Array(12); // each key is used once
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytesOf(JSON.stringify(what)));
  const point = await crypto.subtle.exportKey("raw", fresh.publicKey);
  return joined(Uint8Array.of(VERSION), new Uint8Array(point), new Uint8Array(sealed));
};
