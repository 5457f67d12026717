// Checks the certificate whose word stands after # in the address, without telling anybody: with our
// keys and the last list, which are kept here so that it also works without a network.

import { nameFits, normalizeName } from "./holder_names";
import { dayOfCheck, judgeWord, readWord, ONE_DAY, type KeptList, type Verdict, type Word } from "./signed_word";

const CACHE = "certificate-check";
const OLD = 7 * ONE_DAY;
const script = document.querySelector<HTMLScriptElement>("script[data-list]");
const language = document.documentElement.lang || "en";

const find = <Found extends Element>(name: string): Found => document.querySelector<Found>(`[data-${name}]`)!;
const textOf = (name: string): string =>
  document.querySelector<HTMLTemplateElement>("[data-texts]")?.content.querySelector(`[data-for=${name}]`)?.textContent ?? "";
const openCache = async (): Promise<Cache | null> => ("caches" in window ? caches.open(CACHE).catch(() => null) : null);

const showDay = (day: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC", numberingSystem: "latn" }).format(new Date(day));

const loadList = async (): Promise<KeptList | null> => {
  const url = script?.dataset.list ?? "";
  const cache = await openCache();
  try {
    const fresh = await fetch(url, { cache: "no-cache" });
    if (!fresh.ok) throw new Error("no list");
    await cache?.put(url, fresh.clone());
    return await fresh.json();
  } catch {
    return (await (await cache?.match(url))?.json()) ?? null; // no network: the last one
  }
};

// The page and what it wears, so that it opens without a network; renewed each time that it is open.
const keepPage = async (): Promise<boolean> => {
  const cache = await openCache();
  if (!cache || !("serviceWorker" in navigator) || !navigator.onLine || !script) return false;
  await navigator.serviceWorker.register(script.dataset.worker ?? "");
  const used = [...document.querySelectorAll<HTMLElement>("link[href], script[src], svg use")].map(
    (each) => each.getAttribute("href") ?? each.getAttribute("src") ?? "",
  );
  const parts = performance.getEntriesByType("resource").map((each) => each.name);
  const assets = [...used, ...parts].map((url) => new URL(url.split("#")[0]!, location.href)).filter((url) => url.origin === location.origin && url.pathname.startsWith("/static/"));
  const page = location.pathname + location.search;
  await cache.addAll([...new Set(assets.map((url) => url.pathname)), page]);
  return true;
};

const addFact = (name: string, value: string): void => {
  const pair = document.createElement("div");
  const [term, text] = [document.createElement("dt"), document.createElement("dd")];
  const isolated = document.createElement("bdi");
  term.textContent = textOf(name);
  isolated.textContent = value;
  text.append(isolated);
  pair.append(term, text);
  find("facts").append(pair);
};

const showFacts = (word: Word, list: KeptList): void => {
  const titles = list.courses[word.course] ?? {};
  find("course").textContent = titles[language] ?? Object.values(titles)[0] ?? word.course;
  const { day, isBehind } = dayOfCheck(Date.now(), list);
  addFact("number", word.number);
  addFact("hours", word.hours);
  addFact("level", textOf(word.level));
  addFact("issued", showDay(word.issued));
  addFact("until", word.until ? showDay(word.until) : textOf("without_end"));
  addFact(isBehind ? "clock_behind" : "today", showDay(day));
};

const showAges = (list: KeptList | null): void => {
  if (!list) return;
  const made = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short", numberingSystem: "latn" }).format(new Date(list.made));
  const old = Date.now() - list.made > OLD ? ` ${textOf("old_list")}` : "";
  find("ages").textContent = `${textOf("list_of")} ${made}.${old}`;
};

const askName = (word: Word): void => {
  const form = find<HTMLFormElement>("name-form");
  const answer = find("name-answer");
  form.hidden = false;
  form.onsubmit = async (event) => {
    event.preventDefault();
    const typed = form.querySelector("input")!.value;
    if (!normalizeName(typed)) return;
    answer.textContent = textOf((await nameFits(typed, word.salt, word.hash)) ? "fits" : "does_not_fit");
  };
};

// What the square says is shown only where the signature is ours: nobody reads a forged course.
const HAS_FACTS: Verdict[] = ["valid", "lapsed", "withdrawn", "superseded", "too_early"];

const check = async (list: KeptList | null): Promise<void> => {
  const text = location.hash.slice(1);
  const sheet = find<HTMLElement>("word");
  sheet.hidden = !text;
  if (!text) return;
  find("facts").replaceChildren();
  find("course").textContent = "";
  find("name-answer").textContent = "";
  find<HTMLFormElement>("name-form").hidden = true;
  const verdict = await judgeWord(text, list, Date.now());
  find("verdict").textContent = textOf(verdict);
  find("verdict").classList.toggle("note-care", verdict !== "valid");
  sheet.dataset.word = verdict;
  const word = readWord(text);
  if (word && list && HAS_FACTS.includes(verdict)) {
    showFacts(word, list);
    askName(word);
  } else find("course").textContent = textOf("number") && word ? word.number : "";
  showAges(list);
};

const start = async (): Promise<void> => {
  const list = await loadList();
  await check(list);
  addEventListener("hashchange", () => void check(list));
  if (await keepPage().catch(() => false)) find("kept").textContent = textOf("kept");
};
void start();
