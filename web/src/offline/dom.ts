// Making pieces of a page. Whatever is said of somebody goes in as text, and never as markup.

type Piece = Node | string | null | undefined | false;
type Value = string | number | boolean | null | undefined | ((event: Event) => void);
type Given = Record<string, Value>;

const ICONS = document.documentElement.dataset["icons"] ?? "";
const SVG = "http://www.w3.org/2000/svg";

// "a.btn.btn-primary": the element and its classes, as a style sheet would write it.
export const h = (what: string, given: Given = {}, ...inside: Piece[]): HTMLElement => {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(given)) give(element, name, value);
  element.append(...inside.filter((piece): piece is Node | string => piece !== null && piece !== undefined && piece !== false));
  return element;
};

const give = (element: HTMLElement, name: string, value: Value): void => {
  if (typeof value === "function") element.addEventListener(name, value);
  else if (value === true) element.setAttribute(name, "");
  else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
};

export const icon = (name: string): SVGElement => {
  const sign = document.createElementNS(SVG, "svg");
  sign.setAttribute("class", "icon");
  sign.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${ICONS}#${name}`);
  sign.append(use);
  return sign;
};

const RUNGS = ["none", "low", "medium", "high", "critical"];

// The ladder of the house: as many rungs as the band is high.
export const riskLadder = (band: string): SVGElement => {
  const sign = document.createElementNS(SVG, "svg");
  sign.setAttribute("class", "ladder");
  sign.setAttribute("viewBox", "0 0 14 14");
  sign.setAttribute("aria-hidden", "true");
  for (let rung = 0; rung < 4; rung++) {
    const bar = document.createElementNS(SVG, "rect");
    const height = 3.5 + rung * 3.1;
    for (const [name, value] of Object.entries({ x: 0.5 + rung * 3.5, y: 13.5 - height, width: 2.4, height, rx: 0.5 }))
      bar.setAttribute(name, String(value));
    if (rung >= RUNGS.indexOf(band)) bar.setAttribute("class", "off");
    sign.append(bar);
  }
  return sign;
};

export const button = (words: string, then: (event: Event) => void, tone = "", sign = ""): HTMLElement =>
  h(`button.btn${tone && `.btn-${tone}`}`, { type: "button", click: then }, sign ? icon(sign) : null, words);

export const linkButton = (words: string, to: string, tone = "", sign = ""): HTMLElement =>
  h(`a.btn${tone && `.btn-${tone}`}`, { href: to }, sign ? icon(sign) : null, words);

export const badge = (tone: string, sign: string, words: string): HTMLElement =>
  h(`span.mark${tone && `.mark-${tone}`}`, {}, icon(sign), words);

export const alertBox = (tone: string, sign: string, ...inside: Piece[]): HTMLElement =>
  h(`div.notice${tone && `.notice-${tone}`}`, {}, icon(sign), h("div", {}, ...inside));

let panels = 0;

export const panel = (title: string, note: string, ...inside: Piece[]): HTMLElement => {
  const id = `panel-${(panels += 1)}`;
  return h("section.panel", { "aria-labelledby": id },
    h("div.panel-head", {}, h("h2", { id }, title), note && h("small", {}, note)), ...inside);
};
