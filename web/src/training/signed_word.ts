// The signed word of a certificate, as it stands after # in the address of its QR code. The same as
// amparo/pillars/training/certificate_words.py, which says what each field is.

import { decodeBase64Url } from "./holder_names";

export type Word = {
  number: string; course: string; hours: string; level: string; issued: string; until: string;
  list: string; index: number; key: string; salt: string; hash: string;
};
// What was fetched last: when, our public keys, places that no longer hold, titles of courses.
export type KeptList = {
  made: number;
  keys: Record<string, string>;
  ended: Record<string, { withdrawn: number[]; superseded: number[] }>;
  courses: Record<string, Record<string, string>>;
};
export type Verdict =
  "valid" | "lapsed" | "withdrawn" | "superseded" | "forged" | "unknown_key" | "broken" | "too_early" | "no_list" | "no_signatures";

const CONTEXT = "amparo certificate\n";
const LEVELS: Record<string, string> = { b: "basic", i: "intermediate", a: "advanced" };
const SIGNATURE_LENGTH = 86; // a shorter one was cut, which is no forgery
const DAY = /^\d{8}$/;
export const ONE_DAY = 24 * 60 * 60 * 1000;

const isoDay = (text: string): string => `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;

export const readWord = (text: string): Word | null => {
  const fields = text.split("~");
  if (fields.length !== 13 || fields[0] !== "1") return null;
  const [, number, course, version, hours, level, issued, until, status, key, salt, hash, signature] = fields as string[];
  const [list, index] = status!.split(".");
  const isWhole = signature!.length === SIGNATURE_LENGTH && number!.length === 8 && DAY.test(issued!) && (until === "" || DAY.test(until!)) && /^\d+$/.test(index ?? "") && level! in LEVELS;
  if (!isWhole) return null;
  let code: string;
  try {
    code = decodeURIComponent(course!);
  } catch {
    return null;
  }
  return {
    number: `CAP-${number!.slice(0, 4)}-${number!.slice(4)}`, course: `${code}.${version}`, hours: hours!, level: LEVELS[level!]!,
    issued: isoDay(issued!), until: until ? isoDay(until) : "", list: list!, index: Number(index), key: key!, salt: salt!, hash: hash!,
  };
};

// True, false, or null where this browser knows no Ed25519.
const isSigned = async (text: string, publicKey: string): Promise<boolean | null> => {
  const cut = text.lastIndexOf("~");
  let key: CryptoKey;
  try {
    key = await crypto.subtle.importKey("raw", decodeBase64Url(publicKey), { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return null;
  }
  try {
    const said = new TextEncoder().encode(CONTEXT + text.slice(0, cut));
    return await crypto.subtle.verify({ name: "Ed25519" }, key, decodeBase64Url(text.slice(cut + 1)), said);
  } catch {
    return false; // no base64
  }
};

// The day of the check: by this telephone, unless its clock is behind the day of its list.
export const dayOfCheck = (now: number, list: KeptList): { day: string; isBehind: boolean } => {
  const isBehind = now < list.made - ONE_DAY;
  const at = new Date(isBehind ? list.made : now);
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return { day: local.toISOString().slice(0, 10), isBehind };
};

export const judgeWord = async (text: string, list: KeptList | null, now: number): Promise<Verdict> => {
  const word = readWord(text);
  if (!word) return "broken";
  if (!list) return "no_list";
  const publicKey = Object.hasOwn(list.keys, word.key) ? list.keys[word.key] : undefined;
  if (!publicKey) return "unknown_key";
  const signed = await isSigned(text, publicKey);
  if (signed === null) return "no_signatures";
  if (!signed) return "forged";
  const ended = list.ended[word.list];
  if (ended?.withdrawn.includes(word.index)) return "withdrawn";
  if (ended?.superseded.includes(word.index)) return "superseded";
  const { day } = dayOfCheck(now, list);
  const tomorrow = new Date(Date.parse(day) + ONE_DAY).toISOString().slice(0, 10);
  if (word.issued > tomorrow) return "too_early"; // one day more: it may be tomorrow already where it was issued
  return word.until && word.until < day ? "lapsed" : "valid";
};
