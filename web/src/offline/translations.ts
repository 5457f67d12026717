// Texts and code lists in the reader's language, dates and numbers: fetched once, and read from then on
// without a network. None of it is about anybody.
import { direction } from "../languages";
import { store } from "./store";

type Texts = Record<string, string | Record<string, string>>;
export type List = [code: string, label: string][];
interface Loaded { texts: Texts; lists: Record<string, List>; comma?: string }

// Those that the installation speaks: its document names them.
export const LANGUAGES = JSON.parse(document.documentElement.dataset["languages"] ?? "[]") as [code: string, name: string][];
const KEPT = "field-texts-";
// Texts belong to the edition of the shell that asks for them.
const CACHE = KEPT + (document.documentElement.dataset["edition"] ?? "");

let loaded: Loaded = { texts: {}, lists: {} };
let language = "en";
let plural = new Intl.PluralRules("en");

export const currentLanguage = (): string => language;
const locale = (): string => `${language}-u-nu-latn`; // Western digits, as everywhere in the house

const address = (code: string): string => `/campo/words/${code}/`;

const fetchTexts = async (code: string): Promise<Response> => {
  const answer = await fetch(address(code), { cache: "no-store" });
  if (!answer.ok) throw new Error(`no texts in ${code}`);
  if ("caches" in window) await (await caches.open(CACHE)).put(address(code), answer.clone());
  return answer;
};

// Without a network, texts of an earlier edition are better than none.
const findTexts = async (code: string): Promise<Response> => {
  if (!("caches" in window)) return fetchTexts(code);
  const known = await caches.match(address(code), { cacheName: CACHE });
  if (known) return known;
  const earlier = await caches.match(address(code));
  return fetchTexts(code).catch((reason: unknown) => earlier ?? Promise.reject(reason));
};

export const loadLanguage = async (code: string): Promise<void> => {
  loaded = (await (await findTexts(code)).json()) as Loaded;
  language = code;
  plural = new Intl.PluralRules(code);
  const root = document.documentElement;
  root.lang = code;
  root.dir = direction(code);
};

// When the lists of the house were reworded.
export const refreshTexts = async (): Promise<void> => {
  for (const [code] of LANGUAGES)
    if (code === language || (await caches.match(address(code), { cacheName: CACHE }))) await fetchTexts(code);
  for (const name of await caches.keys()) if (name.startsWith(KEPT) && name !== CACHE) await caches.delete(name);
  await loadLanguage(language);
};

export const preferredLanguage = async (): Promise<string> => {
  const own = (await store.notes.get("own")) as { language: string } | undefined;
  const asked = [own?.language, document.documentElement.lang, ...navigator.languages].map((each) => each?.split("-")[0]);
  return asked.find((code) => LANGUAGES.some(([known]) => known === code)) ?? "en";
};

type Values = Record<string, string | number>;

const fillIn = (text: string, values: Values): string =>
  text.replace(/%\((\w+)\)s/g, (whole, name: string) => String(values[name] ?? whole)).replaceAll("%%", "%");

export const t = (id: string, values: Values = {}): string => {
  const textsWith = loaded.texts[id];
  return typeof textsWith === "string" ? fillIn(textsWith, values) : id;
};

// The sentence for a number: one, two, few, many, as the language counts.
export const count = (id: string, n: number, values: Values = {}): string => {
  const forms = loaded.texts[id];
  if (typeof forms !== "object") return id;
  return fillIn(forms[plural.select(n)] ?? forms["other"] ?? id, { n: number(n), ...values });
};

// The texts of a part that speaks for itself, by its name and the part's own names for them.
export const textsWith = (part: string): Record<string, string> =>
  Object.fromEntries(Object.keys(loaded.texts).filter((id) => id.startsWith(`${part}_`)).map((id) => [id.slice(part.length + 1), t(id)]));

export const list = (name: string): List => loaded.lists[name] ?? [];
export const label = (name: string, code: string): string => list(name).find(([each]) => each === code)?.[1] ?? code;

// Several things said one after the other.
export const several = (...things: string[]): string => things.join(loaded.comma ?? ", ");

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

// Days as the telephone's own calendar has them.
export const DAY = 24 * 60 * 60 * 1000;

const twoDigits = (figure: number): string => String(figure).padStart(2, "0");

export const dayOf = (time: Date): string => `${time.getFullYear()}-${twoDigits(time.getMonth() + 1)}-${twoDigits(time.getDate())}`;
export const today = (): string => dayOf(new Date());

// With its offset: an hour that is read the same wherever it arrives.
export const timestamp = (time = new Date()): string => {
  const away = -time.getTimezoneOffset();
  const offset = `${away < 0 ? "-" : "+"}${twoDigits(Math.floor(Math.abs(away) / 60))}:${twoDigits(Math.abs(away) % 60)}`;
  return `${dayOf(time)}T${twoDigits(time.getHours())}:${twoDigits(time.getMinutes())}:${twoDigits(time.getSeconds())}${offset}`;
};

export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
