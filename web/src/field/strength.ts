// A passphrase is long, or made of several words: whoever holds the telephone may guess for years.
const LETTERS = 10;
const WORDS = 4;
const DIFFERENT = 5; // "aaaaaaaaaa" is long, and the first that is tried

export const isStrong = (passphrase: string): boolean => {
  const text = passphrase.normalize("NFKC").trim();
  const words = new Set(text.split(/\s+/).filter((word) => word.length > 1));
  if (words.size >= WORDS) return true;
  const letters = [...text];
  return letters.length >= LETTERS && new Set(letters).size >= DIFFERENT && !isRow(letters);
};

// "1234567890", "abcdefghij" and the like, up or down.
const isRow = (letters: string[]): boolean => {
  const steps = letters.slice(1).map((letter, at) => letter.codePointAt(0)! - letters[at]!.codePointAt(0)!);
  const even = steps.filter((step) => step === steps[0]);
  return Math.abs(steps[0] ?? 2) <= 1 && even.length >= steps.length - 1;
};
