// Finding somebody among the files by what one remembers of them: a piece of a name in this script
// or another, a number, without accents, as fast as one types.
const MARKS = /\p{M}+/gu;
const APART = /[^\p{L}\p{N}]+/u;

// As each is heard, roughly; what is not here stands for itself.
const ARABIC: Record<string, string> = {
  ا: "a", أ: "a", إ: "a", آ: "a", ى: "a", ء: "", ؤ: "w", ئ: "y", ب: "b", پ: "p", ت: "t", ة: "a", ث: "t", ج: "j", چ: "c",
  ح: "h", خ: "k", د: "d", ذ: "d", ر: "r", ز: "z", ژ: "j", س: "s", ش: "s", ص: "s", ض: "d", ط: "t", ظ: "z", ع: "a", غ: "g",
  ف: "f", ق: "k", ک: "k", ك: "k", گ: "g", ل: "l", م: "m", ن: "n", ه: "h", و: "w", ي: "y", ی: "y", ـ: "",
};
const CYRILLIC: Record<string, string> = {
  а: "a", б: "b", в: "v", г: "g", ґ: "g", д: "d", е: "e", є: "e", ж: "z", з: "z", и: "i", і: "i", й: "y", к: "k", л: "l",
  м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "h", ц: "c", ч: "c", ш: "s", щ: "s", ъ: "",
  ы: "i", ь: "", э: "e", ю: "u", я: "a",
};
const FIGURES = /[\u0660-\u0669\u06f0-\u06f9]/g;

export const folded = (text: string): string =>
  text.normalize("NFKD").replace(MARKS, "").toLowerCase().replace(/[أإآ]/g, "ا").replace(/ة/g, "ه").replace(/ى/g, "ي")
    .replaceAll("ـ", "").replace(FIGURES, (sign) => String(sign.charCodeAt(0) % 16));

const latin = (word: string): string => [...word].map((sign) => ARABIC[sign] ?? CYRILLIC[sign] ?? sign).join("");

// Consonants alone: scripts differ most in their vowels, and people in how they write them.
const bones = (word: string): string =>
  latin(word).replace(/sh/g, "s").replace(/kh|q|c(?!h)/g, "k").replace(/ch/g, "s").replace(/gh/g, "g").replace(/ph/g, "f")
    .replace(/v/g, "w").replace(/[aeiouwy'’]/g, "").replace(/h$/, "").replace(/(.)\1+/g, "$1");

const wordsOf = (text: string): string[] => folded(text).split(APART).filter(Boolean);
const isLatin = (word: string): boolean => /^[\x20-\x7e]*$/.test(word);

export interface Entry<Thing> {
  thing: Thing;
  whole: string;
  words: string[];
  bones: string[];
}

export const indexed = <Thing>(thing: Thing, text: string): Entry<Thing> => {
  const words = wordsOf(text);
  return { thing, whole: folded(text), words, bones: words.map(bones) };
};

const has = (entry: Entry<unknown>, word: string, bone: string): boolean => {
  if (entry.whole.includes(word)) return true;
  // Across scripts by sound, and only where enough of it is there to mean something.
  return bone.length > 1 && entry.words.some((other, at) => isLatin(other) !== isLatin(word) && entry.bones[at]!.startsWith(bone));
};

export const found = <Thing>(entries: Entry<Thing>[], query: string): Thing[] => {
  const words = wordsOf(query);
  const sought = words.map((word) => [word, bones(word)] as const);
  return entries.filter((entry) => sought.every(([word, bone]) => has(entry, word, bone))).map(({ thing }) => thing);
};
