// Forms: fields with label, hint, problem and answer; the page of a form, saved as a draft as one types;
// the birth date, as exactly as it is known.
import type { Fields } from "./case_record";
import { h, icon } from "./dom";
import { guidancePanel } from "./guidance";
import { clearToast, showToast } from "./layout";
import { deleteDraft, draftOf, saveDraft } from "./outbox";
import type { Page } from "./router";
import { isDay, list, type List, t, today } from "./translations";

export type Kind = "line" | "story" | "day" | "number" | "pick" | "choice" | "ticks" | "tick" | "yesno" | "passphrase";

export interface Question {
  name: string;
  kind: Kind;
  label: string;
  hint?: string;
  // A list by its name, or as it is.
  of?: string | List;
  must?: boolean;
  start?: unknown;
  // Shown only while another answer is this one, or one of these.
  when?: { name: string; is: string | string[] };
  // What is wrong with an answer that is there, as the id of a sentence.
  check?: (value: unknown, all: Fields) => string | null;
  most?: number;
}

const LINE = 200;
const STORY = 10_000;

let serial = 0;

const options = (ask: Question): List => {
  if (ask.kind === "yesno") return [["yes", t("yes")], ["no", t("no")]];
  return typeof ask.of === "string" ? list(ask.of) : (ask.of ?? []);
};

export const fieldOf = (ask: Question, value: unknown): HTMLElement => {
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

const group = (ask: Question, id: string, value: unknown, described: string, [hint, error]: Ends, optional: HTMLElement | null): HTMLElement => {
  const is_ticks = ask.kind === "ticks";
  const chosen = is_ticks ? ((value as string[] | undefined) ?? []) : [typeof value === "boolean" ? (value ? "yes" : "no") : value];
  const lines = options(ask).map(([code, label]) => {
    const given = { type: is_ticks ? "checkbox" : "radio", name: ask.name, value: code, checked: chosen.includes(code), "aria-describedby": described };
    return is_ticks
      ? h("label.checkbox", {}, h("input", given), h("span", {}, label))
      : h("label.choice", {}, h("input", given), h("span", {}, icon("check"), label));
  });
  return h("fieldset.field", { id }, h("legend", {}, t(ask.label), optional), hint, error, h(is_ticks ? "div.checkbox-list" : "div.choices", {}, ...lines));
};

const single = (ask: Question, id: string, value: unknown, described: string, [hint, error]: Ends, optional: HTMLElement | null): HTMLElement => {
  const given = { id, name: ask.name, "aria-describedby": described, "aria-required": ask.must ? "true" : null };
  if (ask.kind === "tick")
    return h("div.field", {}, h("label.checkbox", {}, h("input", { ...given, type: "checkbox", checked: value === true }),
      h("span", {}, t(ask.label), hint && h("span.checkbox-hint.field-hint", { id: hint.id }, hint.textContent))), error);
  return h("div.field", {}, h("label", { for: id }, t(ask.label), optional), hint, error, control(ask, given, value));
};

type Given = Record<string, string | null | undefined>;

const control = (ask: Question, given: Given, value: unknown): HTMLElement => {
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
  const more = { number: { inputmode: "decimal", dir: "ltr" }, passphrase: { autocomplete: "off", autocapitalize: "none", spellcheck: "false" } } as Record<string, Given>;
  const input = h("input.form-control", { type: types[ask.kind], maxlength: ask.most ?? LINE, autocomplete: "off", ...given, ...more[ask.kind] }) as HTMLInputElement;
  input.value = text;
  return input;
};

const figure = (text: string): number | string => {
  const plain = Number(text.trim().replace(",", "."));
  return text.trim() && Number.isFinite(plain) ? plain : text.trim();
};

export const readAnswers = (form: HTMLFormElement, asks: Question[]): Fields => {
  const given = new FormData(form);
  const read = ({ name, kind }: Question): unknown => {
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

export const isVisible = (ask: Question, all: Fields): boolean => {
  if (!ask.when) return true;
  const other = all[ask.when.name];
  const said = typeof other === "boolean" ? (other ? "yes" : "no") : String(other ?? "");
  return [ask.when.is].flat().includes(said);
};

// What is missing, by field: said beside each, and all of it on top.
export const findProblems = (asks: Question[], all: Fields): [ask: Question, message: string][] =>
  asks.filter((ask) => isVisible(ask, all)).flatMap((ask) => {
    const value = all[ask.name];
    if (isEmpty(value) && !(ask.kind === "yesno" && value === false)) return ask.must ? [[ask, t("missing")] as [Question, string]] : [];
    if (ask.kind === "number" && typeof value !== "number") return [[ask, t("not_a_number")] as [Question, string]];
    const wrong = ask.check?.(value, all);
    return wrong ? [[ask, t(wrong)] as [Question, string]] : [];
  });

export const showProblems = (form: HTMLFormElement, found: [Question, string][]): void => {
  form.querySelector(".errors")?.remove();
  for (const frame of form.querySelectorAll<HTMLElement>("[data-name]")) {
    const message = found.find(([ask]) => ask.name === frame.dataset["name"])?.[1];
    const error = frame.querySelector<HTMLElement>(".field-error")!;
    frame.classList.toggle("field-bad", Boolean(message));
    error.hidden = !message;
    error.replaceChildren(...(message ? [icon("exclamation-circle"), message] : []));
    for (const input of frame.querySelectorAll("input, textarea, select")) {
      if (message) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }
  if (found.length) form.prepend(problemSummary(form, found));
  form.querySelector<HTMLElement>(".errors")?.focus();
};

const problemSummary = (form: HTMLFormElement, found: [Question, string][]): HTMLElement => {
  const focusField = (name: string) => (event: Event): void => {
    event.preventDefault();
    form.querySelector<HTMLElement>(`[data-name="${name}"] :is(input, textarea, select)`)?.focus();
  };
  const lines = found.map(([ask, message]) => h("li", {}, h("a", { href: "#", click: focusField(ask.name) }, `${t(ask.label)}: ${message}`)));
  return h("div.errors", { role: "alert", tabindex: -1 }, h("h2", {}, t("something_missing")), h("ul", {}, ...lines));
};

// Questions that depend on another answer come and go with it.
export const updateVisibility = (form: HTMLFormElement, asks: Question[]): void => {
  const all = readAnswers(form, asks);
  for (const ask of asks.filter(({ when }) => when)) {
    const frame = form.querySelector<HTMLElement>(`[data-name="${ask.name}"]`);
    if (frame) frame.hidden = !isVisible(ask, all);
  }
};

export interface Section { title?: string; hint?: string; asks: Question[] }

export interface FormPage {
  title: string;
  // Of whom, under the title.
  about?: Node | null;
  back: string;
  before?: Node[];
  // Steps whose guidance stands above the questions.
  steps?: string[] | undefined;
  sections: Section[];
  start?: Fields;
  verb: string;
  // Under this name it is kept while it is being written; nothing is kept of passphrases.
  draft?: string;
  save: (all: Fields, form: HTMLFormElement) => Promise<string | void>;
  check?: (all: Fields) => string | null;
}

const SOON = 400; // milliseconds after the last letter

export const formPage = (given: FormPage): Page => {
  const asks = given.sections.flatMap((section) => section.asks);
  const draft = given.draft ? draftOf<Fields>(given.draft) : null;
  const start = { ...Object.fromEntries(asks.map((ask) => [ask.name, ask.start])), ...given.start, ...draft };
  const submit = h("button.btn.btn-primary", { type: "submit" }, icon("check"), given.verb) as HTMLButtonElement;
  const bar = h("div.action-bar.panel", {}, h("a.btn", { href: given.back }, t("stop_here")), submit);
  const form = h("form.form", { novalidate: true }, ...given.sections.map((section) => sectionOf(section, start)), bar) as HTMLFormElement;
  let timer = 0;
  const keepNow = async (): Promise<void> => {
    clearTimeout(timer);
    timer = 0;
    if (given.draft) await saveDraft(given.draft, readAnswers(form, asks));
  };
  form.addEventListener("input", () => {
    updateVisibility(form, asks);
    if (!given.draft) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => void keepNow(), SOON);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void done();
  });
  const done = async (): Promise<void> => {
    if (submit.disabled) return;
    const all = readAnswers(form, asks);
    for (const ask of asks) if (!isVisible(ask, all)) delete all[ask.name];
    const found = findProblems(asks, { ...all });
    const whole = found.length ? null : given.check?.(all);
    showProblems(form, whole ? [[asks[0]!, whole]] : found);
    if (found.length || whole) return;
    submit.disabled = true;
    clearTimeout(timer);
    timer = 0;
    try {
      const wrong = await given.save(all, form);
      if (wrong) showProblems(form, [[asks[0]!, wrong]]);
      else if (given.draft) await deleteDraft(given.draft);
    } catch (reason) {
      showToast((reason as Error).name === "QuotaExceededError" ? t("no_room") : t("not_saved"), "alert-triangle");
      if ((reason as Error).message !== "locked") throw reason;
    } finally {
      submit.disabled = false;
    }
  };
  updateVisibility(form, asks);
  clearToast();
  const head = h("div.page-head", {}, h("div", {}, h("h1", {}, given.title), given.about));
  const kept = draft ? [h("p.small.soft", { role: "status" }, t("draft_restored"))] : [];
  const leave = async (): Promise<void> => {
    if (timer) await keepNow();
  };
  const panel = given.steps ? guidancePanel(given.steps) : null;
  return { title: t("field"), main: [head, ...(given.before ?? []), ...kept, ...(panel ? [panel] : []), form], leave, isAlone: true };
};

const sectionOf = ({ title, hint, asks }: Section, start: Fields): HTMLElement => {
  const fields = asks.map((ask) => fieldOf(ask, start[ask.name]));
  const body = h("div.panel-body", {}, hint ? h("p.soft", {}, t(hint)) : null, ...fields);
  return h("section.panel", {}, title ? h("div.panel-head", {}, h("h2", {}, t(title))) : null, body);
};

// A birth is a day, or about how many years ago.
const OLDEST = 120;

const isAge = (value: unknown): string | null => (Number(value) >= 0 && Number(value) <= OLDEST ? null : "not_a_number");

export const birthQuestions = (): Question[] => [
  { name: "birth_date", kind: "day", label: "birth_date", check: (value) => (String(value) > today() ? "still_to_come" : null) },
  { name: "age", kind: "number", label: "age", hint: "age_hint", check: isAge },
];

export const birthOf = (all: Fields): Fields => {
  const born = all["birth_date"] as string | null;
  if (born) return { birth_date: born, birth_year: Number(born.slice(0, 4)), birth_precision: "exact" };
  if (typeof all["age"] !== "number") return { birth_date: null, birth_year: null, birth_precision: "" };
  return { birth_date: null, birth_year: new Date().getFullYear() - Math.floor(all["age"]), birth_precision: "estimated" };
};

const ADULT = 18;

// Whether by what is written here somebody is under 18; the office looks again, at what it knows.
export const isChild = (all: Fields): boolean => {
  const born = all["birth_date"] as string | null;
  if (!born) return typeof all["age"] === "number" && all["age"] < ADULT;
  const grown = new Date(born);
  grown.setFullYear(grown.getFullYear() + ADULT);
  return grown > new Date();
};

// Where the year alone is known it is asked again as an age, never shown as a day.
export const ageOf = (fields: Fields): Fields => {
  const year = fields["birth_year"];
  if (fields["birth_date"] || !year) return { birth_date: fields["birth_date"] ?? null };
  return { birth_date: null, age: new Date().getFullYear() - Number(year) };
};
