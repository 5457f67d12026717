// Whether a name that somebody types is the one on a certificate. The same as
// amparo/pillars/training/holder_names.py, which says what is taken away and why.

const ITERATIONS = 20_000;
const SAME: Record<string, string> = {
  ß: "ss", ı: "i", ø: "o", ł: "l", đ: "d", ð: "d", æ: "ae", œ: "oe", þ: "th", ħ: "h", ŧ: "t", ς: "σ",
  "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ە": "ه", "ء": "", "ـ": "",
};
const DIGIT = /\p{Nd}/u;

// The zero of each script's digits is ten below a letter that is no digit, or begins its block.
const digit = (letter: string): string => {
  if (!DIGIT.test(letter)) return letter;
  const code = letter.codePointAt(0)!;
  for (let value = 0; value < 10; value++) {
    const zero = code - value;
    if (value === 9 || !DIGIT.test(String.fromCodePoint(zero - 1))) return String(value);
  }
  return letter;
};

export const normalizeName = (name: string): string =>
  [...name.slice(0, 400).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()]
    .map((letter) => SAME[letter] ?? letter)
    .join("")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replace(/\p{Nd}/gu, digit);

export const decodeBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const encodeBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

export const nameFits = async (name: string, salt: string, kept: string): Promise<boolean> => {
  const said = new TextEncoder().encode(normalizeName(name));
  const key = await crypto.subtle.importKey("raw", said, "PBKDF2", false, ["deriveBits"]);
  const mixed = { name: "PBKDF2", hash: "SHA-256", salt: decodeBase64Url(salt), iterations: ITERATIONS };
  const bytes = decodeBase64Url(kept).length;
  return encodeBase64Url(new Uint8Array(await crypto.subtle.deriveBits(mixed, key, bytes * 8))) === kept;
};
