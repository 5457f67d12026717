// Guidance beside steps of work: cards that came with the caseload, shown without a network, and which editions
// stood there when something was written.
import { direction } from "../languages";
import { decrypt, encrypt } from "./crypto";
import { badge, h } from "./dom";
import { type FileRow, store } from "./store";
import { day, t } from "./translations";
import { onLockChange, requireOpenVault } from "./vault";

// What the law here says and whom to call are numbers of `laws` and `services`; null where nothing is said of it.
export interface Card { edition: string; edition_text: string; title: string; html: string; language: string; sources_text: string; marks: string[]; laws: number[] | null; services: number[] | null }

interface Law { title: string; text: string; language: string; direction: string; as_of_text: string; is_cut: boolean }

interface Service { title: string; language: string; organization: string; phone: string; note: string }

export interface Guidance {
  digest: string;
  at: string;
  language: string;
  steps: [code: string, label: string, cards: number[]][];
  cards: Card[];
  laws: Law[];
  services: Service[];
  words: { law: string; no_law: string; services: string; no_service: string };
  left_out: number;
}

// What an entry says of it.
export interface Shown { step: string; shown: string[] }

export const GUIDANCE = "guidance"; // it is stored beside the cases, encrypted like them

let taken: Guidance | null = null;

export const guidance = (): Guidance | null => taken;

onLockChange(() => {
  taken = null;
});

export const loadGuidance = async (key: CryptoKey, row: FileRow): Promise<void> => {
  taken = await decrypt<Guidance>(key, GUIDANCE, row);
};

export const saveGuidance = async (came: Guidance): Promise<void> => {
  const { key } = requireOpenVault();
  await store.files.put({ ref: GUIDANCE, ...(await encrypt(key, GUIDANCE, came)) });
  taken = came;
};

const cardsOf = (steps: string[]): Card[] => {
  const known = taken;
  if (!known) return [];
  const places = new Set(steps.flatMap((step) => known.steps.find(([code]) => code === step)?.[2] ?? []));
  return [...places].map((place) => known.cards[place]!);
};

// The first step is the one at which something is decided.
export const shownAt = (steps: string[]): Shown | undefined => {
  const cards = cardsOf(steps);
  return cards.length ? { step: steps[0]!, shown: cards.map(({ edition }) => edition) } : undefined;
};

// Only these, and none of their attributes: what comes in is text with a shape, and never a script.
const SHAPES = new Set(["P", "UL", "OL", "LI", "STRONG", "EM", "H3", "H4", "H5", "H6", "TABLE", "CAPTION", "THEAD", "TBODY", "TR", "TH", "TD", "BR", "SUP", "SUB", "BLOCKQUOTE", "DL", "DT", "DD"]);

const shaped = (from: Node): Node[] =>
  [...from.childNodes].flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.textContent ?? "")];
    if (!(node instanceof Element) || ["SCRIPT", "STYLE"].includes(node.tagName)) return [];
    if (!SHAPES.has(node.tagName)) return shaped(node);
    const copy = document.createElement(node.tagName.toLowerCase());
    copy.append(...shaped(node));
    return [copy];
  });

const bodyOf = (html: string): Node[] => shaped(new DOMParser().parseFromString(html, "text/html").body);

const SIGNS: Record<string, [tone: string, sign: string]> = { draft: ["warn", "pencil"], unreviewed: ["warn", "language"], due: ["late", "clock"] };

const more = (): HTMLElement => h("p.small.soft", {}, t("guidance_left_out"));

const lawOf = (law: Law): HTMLElement[] => [
  h("p", {}, h("strong", {}, h("bdi", {}, law.title))),
  h("p.guidance-law", { lang: law.language, dir: law.direction }, law.text),
  h("p.small.soft", {}, law.as_of_text),
];

// What had no room has a number, and nothing stands there: then more is on the pages that need a network.
const lawsOf = (places: number[], known: Guidance): HTMLElement => {
  const laws = places.flatMap((place) => known.laws[place] ?? []);
  const isWhole = laws.length === places.length && laws.every((law) => !law.is_cut);
  return h("details.guidance-more", {}, h("summary", {}, known.words.law),
    h("div", {}, ...laws.flatMap(lawOf), places.length ? null : h("p", {}, known.words.no_law), isWhole ? null : more()));
};

const serviceOf = (service: Service): HTMLElement =>
  h("li", {}, h("bdi", { lang: service.language }, service.title), h("br"), h("bdi", {}, service.organization), " ",
    h("bdi", { dir: "ltr" }, service.phone),
    service.note ? h("span.small.soft", {}, " ", service.note) : null);

const servicesOf = (places: number[], known: Guidance): HTMLElement => {
  const services = places.flatMap((place) => known.services[place] ?? []);
  return h("div.guidance-text", {}, h("strong", {}, known.words.services),
    services.length ? h("ul", {}, ...services.map(serviceOf)) : null,
    places.length ? null : h("p", {}, known.words.no_service), services.length < places.length ? more() : null);
};

const cardOf = (card: Card, known: Guidance): HTMLElement => {
  const dir = direction(card.language);
  return h("article.guidance-card", {},
    h("h2", { lang: card.language, dir }, card.title),
    h("div.guidance-text", { lang: card.language, dir }, ...bodyOf(card.html)),
    card.laws ? lawsOf(card.laws, known) : null,
    card.services ? servicesOf(card.services, known) : null,
    h("p.marks", {}, ...card.marks.map((mark) => badge(...SIGNS[mark]!, t(`guidance_${mark}`)))),
    h("p.small.soft", {}, card.edition_text, h("br"), h("bdi", {}, card.sources_text)));
};

const asOf = (known: Guidance): HTMLElement => h("p.small.soft", {}, t("guidance_as_of", { day: day(known.at.slice(0, 10)) }));

// One line that opens: it never pushes the form away.
export const guidancePanel = (steps: string[]): HTMLElement | null => {
  const known = taken;
  const cards = cardsOf(steps);
  if (!known || !cards.length) return null;
  return h("details.panel.guidance", {}, h("summary", {}, `${t("guidance_for_step")} (${cards.length})`), h("div", {}, asOf(known), ...cards.map((card) => cardOf(card, known))));
};

export const guidanceList = (known: Guidance): HTMLElement[] => [
  asOf(known),
  ...known.steps.map(([, label, places]) =>
    h("details.panel.guidance", {}, h("summary", {}, `${label} (${places.length})`), h("div", {}, ...places.map((place) => cardOf(known.cards[place]!, known))))),
  ...(known.left_out ? [h("p.soft", {}, t("guidance_left_out"))] : []),
];
