// Fields of a form, as the pages of the house have them: label, hint, what is missing, the answer.
import type { Fields } from "./case_file";
import { isDay } from "./days";
import { h, icon } from "./dom";
import { list, t, type List } from "./words";

export type Kind = "line" | "story" | "day" | "number" | "pick" | "choice" | "ticks" | "tick" | "yesno" | "passphrase";

export interface Ask {
  name: string;
  kind: Kind;
  label: string;
  hint?: string;
  // A list by its name, or as it is.
  of?: string | List;
  must?: boolean;
  start?: unknown;
  // Shown only while another answer is this one.
  when?: { name: string; is: string };
  // What is wrong with an answer that is there, as the id of a sentence.
  check?: (value: unknown, all: Fields) => string | null;
  most?: number;
}

const LINE = 200;
const STORY = 10_000;

let serial = 0;

const options = (ask: Ask): List => {
  if (ask.kind === "yesno") return [["yes", t("yes")], ["no", t("no")]];
  return typeof ask.of === "string" ? list(ask.of) : (ask.of ?? []);
};

export const fieldOf = (ask: Ask, value: unknown): HTMLElement => {
  const id = `field-${(serial += 1)}`;
  const hint = ask.hint ? h("p.field-hint", { id: `${id}-hint` }, t(ask.hint)) : null;
  const error = h("p.field-error", { id: `${id}-error`, hidden: true });
  const described = [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" ");
  const optional = ask.must || ask.kind === "tick" ? null : h("span.field-optional", {}, ` ${t("optional")}`);
  const frame = isGroup(ask.kind) ? group(ask, id, value, described, [hint, error], optional) : single(ask, id, value, described, [hint, error], optional);
  frame.dataset["name"] = ask.name;
  return frame;
};

const isGroup = (kind: Kind): boolean => kind === "choice" || kind === "ticks" || kind === "yesno";

type Ends = [hint: HTMLElement | null, error: HTMLElement];

const group = (ask: Ask, id: string, value: unknown, described: string, [hint, error]: Ends, optional: HTMLElement | null): HTMLElement => {
  const is_ticks = ask.kind === "ticks";
  const chosen = is_ticks ? ((value as string[] | undefined) ?? []) : [typeof value === "boolean" ? (value ? "yes" : "no") : value];
  const lines = options(ask).map(([code, label]) => {
    const given = { type: is_ticks ? "checkbox" : "radio", name: ask.name, value: code, checked: chosen.includes(code), "aria-describedby": described };
    return is_ticks
      ? h("label.tick", {}, h("input", given), h("span", {}, label))
      : h("label.choice", {}, h("input", given), h("span", {}, icon("check"), label));
  });
  return h("fieldset.field", { id }, h("legend", {}, t(ask.label), optional), hint, error, h(is_ticks ? "div.ticks" : "div.choices", {}, ...lines));
};

const single = (ask: Ask, id: string, value: unknown, described: string, [hint, error]: Ends, optional: HTMLElement | null): HTMLElement => {
  const given = { id, name: ask.name, "aria-describedby": described, "aria-required": ask.must ? "true" : null };
  if (ask.kind === "tick")
    return h("div.field", {}, h("label.tick", {}, h("input", { ...given, type: "checkbox", checked: value === true }),
      h("span", {}, t(ask.label), hint && h("span.tick-hint.field-hint", { id: hint.id }, hint.textContent))), error);
  return h("div.field", {}, h("label", { for: id }, t(ask.label), optional), hint, error, control(ask, given, value));
};

type Given = Record<string, string | null | undefined>;

const control = (ask: Ask, given: Given, value: unknown): HTMLElement => {
  const text = value === null || value === undefined ? "" : String(value);
  if (ask.kind === "story") {
    const area = h("textarea.form-control", { ...given, rows: 4, maxlength: STORY, autocomplete: "off" }) as HTMLTextAreaElement;
    area.value = text;
    return area;
  }
  if (ask.kind === "pick") {
    const lines = [["", ask.must ? t("choose") : "—"] as const, ...options(ask)];
    return h("select.form-select", given, ...lines.map(([code, label]) => h("option", { value: code, selected: code === text }, label)));
  }
  const types = { day: "date", number: "text", passphrase: "password", line: "text" } as Record<string, string>;
  const more = { number: { inputmode: "decimal" }, passphrase: { autocomplete: "off", autocapitalize: "none", spellcheck: "false" } } as Record<string, Given>;
  const input = h("input.form-control", { type: types[ask.kind], maxlength: ask.most ?? LINE, autocomplete: "off", ...given, ...more[ask.kind] }) as HTMLInputElement;
  input.value = text;
  return input;
};

const figure = (text: string): number | string => {
  const plain = Number(text.trim().replace(",", "."));
  return text.trim() && Number.isFinite(plain) ? plain : text.trim();
};

export const answers = (form: HTMLFormElement, asks: Ask[]): Fields => {
  const given = new FormData(form);
  const read = ({ name, kind }: Ask): unknown => {
    if (kind === "ticks") return given.getAll(name).map(String);
    if (kind === "tick") return given.has(name);
    const text = String(given.get(name) ?? "");
    if (kind === "yesno") return text ? text === "yes" : null;
    if (kind === "number") return figure(text);
    if (kind === "day") return text && isDay(text) ? text : null;
    return kind === "passphrase" ? text : text.trim();
  };
  return Object.fromEntries(asks.map((ask) => [ask.name, read(ask)]));
};

const isEmpty = (value: unknown): boolean =>
  value === null || value === "" || value === false || (Array.isArray(value) && !value.length);

export const isAsked = (ask: Ask, all: Fields): boolean => {
  if (!ask.when) return true;
  const other = all[ask.when.name];
  return (typeof other === "boolean" ? (other ? "yes" : "no") : other) === ask.when.is;
};

// What is missing, by field: said beside each, and all of it on top.
export const missing = (asks: Ask[], all: Fields): [ask: Ask, words: string][] =>
  asks.filter((ask) => isAsked(ask, all)).flatMap((ask) => {
    const value = all[ask.name];
    if (isEmpty(value) && !(ask.kind === "yesno" && value === false)) return ask.must ? [[ask, t("missing")] as [Ask, string]] : [];
    if (ask.kind === "number" && typeof value !== "number") return [[ask, t("not_a_number")] as [Ask, string]];
    const wrong = ask.check?.(value, all);
    return wrong ? [[ask, t(wrong)] as [Ask, string]] : [];
  });

export const showMissing = (form: HTMLFormElement, found: [Ask, string][]): void => {
  form.querySelector(".errors")?.remove();
  for (const frame of form.querySelectorAll<HTMLElement>("[data-name]")) {
    const words = found.find(([ask]) => ask.name === frame.dataset["name"])?.[1];
    const error = frame.querySelector<HTMLElement>(".field-error")!;
    frame.classList.toggle("field-bad", Boolean(words));
    error.hidden = !words;
    error.replaceChildren(...(words ? [icon("exclamation-circle"), words] : []));
    for (const input of frame.querySelectorAll("input, textarea, select")) {
      if (words) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }
  if (found.length) form.prepend(summary(form, found));
  form.querySelector<HTMLElement>(".errors")?.focus();
};

const summary = (form: HTMLFormElement, found: [Ask, string][]): HTMLElement => {
  const stand = (name: string) => (event: Event): void => {
    event.preventDefault();
    form.querySelector<HTMLElement>(`[data-name="${name}"] :is(input, textarea, select)`)?.focus();
  };
  const lines = found.map(([ask, words]) => h("li", {}, h("a", { href: "#", click: stand(ask.name) }, `${t(ask.label)}: ${words}`)));
  return h("div.errors", { role: "alert", tabindex: -1 }, h("h2", {}, t("something_missing")), h("ul", {}, ...lines));
};

// Questions that depend on another answer come and go with it.
export const showAsked = (form: HTMLFormElement, asks: Ask[]): void => {
  const all = answers(form, asks);
  for (const ask of asks.filter(({ when }) => when)) {
    const frame = form.querySelector<HTMLElement>(`[data-name="${ask.name}"]`);
    if (frame) frame.hidden = !isAsked(ask, all);
  }
};
