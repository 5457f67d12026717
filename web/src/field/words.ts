// Every sentence and every list, in the reader's language: fetched once, and read from then on
// without a network. None of it is about anybody.
import { store } from "./store";

type Words = Record<string, string | Record<string, string>>;
export type List = [code: string, label: string][];
interface Spoken { words: Words; lists: Record<string, List> }

export const LANGUAGES: [code: string, name: string][] = [["es", "Español"], ["en", "English"], ["fr", "Français"], ["ar", "العربية"]];
const KEPT = "field-words-";
// Words belong to the edition of the shell that asks for them.
const CACHE = KEPT + (document.documentElement.dataset["edition"] ?? "");
const RTL = ["ar"];

let spoken: Spoken = { words: {}, lists: {} };
let language = "en";
let plural = new Intl.PluralRules("en");

export const tongue = (): string => language;
const locale = (): string => `${language}-u-nu-latn`; // Western digits, as everywhere in the house

const address = (code: string): string => `/campo/words/${code}/`;

const fetched = async (code: string): Promise<Response> => {
  const answer = await fetch(address(code), { cache: "no-store" });
  if (!answer.ok) throw new Error(`no words in ${code}`);
  if ("caches" in window) await (await caches.open(CACHE)).put(address(code), answer.clone());
  return answer;
};

// Without a network, words of an edition before are better than none.
const found = async (code: string): Promise<Response> => {
  if (!("caches" in window)) return fetched(code);
  const known = await caches.match(address(code), { cacheName: CACHE });
  if (known) return known;
  const earlier = await caches.match(address(code));
  return fetched(code).catch((reason: unknown) => earlier ?? Promise.reject(reason));
};

export const speak = async (code: string): Promise<void> => {
  spoken = (await (await found(code)).json()) as Spoken;
  language = code;
  plural = new Intl.PluralRules(code);
  const root = document.documentElement;
  root.lang = code;
  root.dir = RTL.includes(code) ? "rtl" : "ltr";
};

// When the lists of the house were reworded.
export const renewWords = async (): Promise<void> => {
  for (const [code] of LANGUAGES)
    if (code === language || (await caches.match(address(code), { cacheName: CACHE }))) await fetched(code);
  for (const name of await caches.keys()) if (name.startsWith(KEPT) && name !== CACHE) await caches.delete(name);
  await speak(language);
};

export const preferred = async (): Promise<string> => {
  const own = (await store.notes.get("own")) as { language: string } | undefined;
  const asked = [own?.language, document.documentElement.lang, ...navigator.languages].map((each) => each?.split("-")[0]);
  return asked.find((code) => LANGUAGES.some(([known]) => known === code)) ?? "en";
};

type Values = Record<string, string | number>;

const filled = (text: string, values: Values): string =>
  text.replace(/%\((\w+)\)s/g, (whole, name: string) => String(values[name] ?? whole)).replaceAll("%%", "%");

export const t = (id: string, values: Values = {}): string => {
  const words = spoken.words[id];
  return typeof words === "string" ? filled(words, values) : id;
};

// The sentence for a number: one, two, few, many, as the language counts.
export const count = (id: string, n: number, values: Values = {}): string => {
  const forms = spoken.words[id];
  if (typeof forms !== "object") return id;
  return filled(forms[plural.select(n)] ?? forms["other"] ?? id, { n: number(n), ...values });
};

// The words of a part that speaks for itself, by its name and the part's own names for them.
export const words = (part: string): Record<string, string> =>
  Object.fromEntries(Object.keys(spoken.words).filter((id) => id.startsWith(`${part}_`)).map((id) => [id.slice(part.length + 1), t(id)]));

export const list = (name: string): List => spoken.lists[name] ?? [];
export const label = (name: string, code: string): string => list(name).find(([each]) => each === code)?.[1] ?? code;

// Several things said one after the other.
export const several = (...things: string[]): string => things.join(language === "ar" ? "، " : ", ");

export const number = (n: number): string => new Intl.NumberFormat(locale()).format(n);

const asDate = (day: string | Date): Date => (typeof day === "string" ? new Date(day.length === 10 ? `${day}T12:00:00` : day) : day);

export const day = (when: string | Date): string => {
  const date = asDate(when);
  const isThisYear = date.getFullYear() === new Date().getFullYear();
  return new Intl.DateTimeFormat(locale(), { weekday: "short", day: "numeric", month: "short", ...(isThisYear ? {} : { year: "numeric" }) }).format(date);
};

export const hour = (when: string | Date): string =>
  new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(asDate(when));

// "today, 10:05", "yesterday", "Tuesday": how one says it aloud.
export const since = (when: Date): string => {
  const days = Math.round((asDate(new Date().toDateString()).getTime() - asDate(when.toDateString()).getTime()) / 86_400_000);
  if (days <= 0) return hour(when);
  if (days < 2) return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(-days, "day");
  if (days < 7) return new Intl.DateTimeFormat(locale(), { weekday: "long" }).format(when);
  return day(when);
};
