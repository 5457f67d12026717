// A page on which one writes: kept sealed as one types, checked when one is done.
import type { Fields } from "./case_file";
import { h, icon } from "./dom";
import { draftOf, dropDraft, keepDraft } from "./drafts";
import { answers, fieldOf, isAsked, missing, showAsked, showMissing, type Ask } from "./fields";
import type { Page } from "./router";
import { said, unsaid } from "./said";
import { t } from "./words";

export interface Section { title?: string; hint?: string; asks: Ask[] }

export interface Writing {
  title: string;
  // Of whom, under the title.
  about?: Node | null;
  back: string;
  before?: Node[];
  sections: Section[];
  start?: Fields;
  verb: string;
  // Under this name it is kept while it is being written; nothing is kept of passphrases.
  draft?: string;
  save: (all: Fields, form: HTMLFormElement) => Promise<string | void>;
  check?: (all: Fields) => string | null;
}

const SOON = 400; // milliseconds after the last letter

export const writing = (given: Writing): Page => {
  const asks = given.sections.flatMap((section) => section.asks);
  const draft = given.draft ? draftOf<Fields>(given.draft) : null;
  const start = { ...Object.fromEntries(asks.map((ask) => [ask.name, ask.start])), ...given.start, ...draft };
  const submit = h("button.btn.btn-primary", { type: "submit" }, icon("check"), given.verb) as HTMLButtonElement;
  const bar = h("div.act-bar.panel", {}, h("a.btn", { href: given.back }, t("stop_here")), submit);
  const form = h("form.form", { novalidate: true }, ...given.sections.map((section) => sectionOf(section, start)), bar) as HTMLFormElement;
  let timer = 0;
  const keepNow = async (): Promise<void> => {
    clearTimeout(timer);
    timer = 0;
    if (given.draft) await keepDraft(given.draft, answers(form, asks));
  };
  form.addEventListener("input", () => {
    showAsked(form, asks);
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
    const all = answers(form, asks);
    for (const ask of asks) if (!isAsked(ask, all)) delete all[ask.name];
    const found = missing(asks, { ...all });
    const whole = found.length ? null : given.check?.(all);
    showMissing(form, whole ? [[asks[0]!, whole]] : found);
    if (found.length || whole) return;
    submit.disabled = true;
    clearTimeout(timer);
    timer = 0;
    try {
      const wrong = await given.save(all, form);
      if (wrong) showMissing(form, [[asks[0]!, wrong]]);
      else if (given.draft) await dropDraft(given.draft);
    } catch (reason) {
      said((reason as Error).name === "QuotaExceededError" ? t("no_room") : t("not_saved"), "alert-triangle");
      if ((reason as Error).message !== "locked") throw reason;
    } finally {
      submit.disabled = false;
    }
  };
  showAsked(form, asks);
  unsaid();
  const head = h("div.page-head", {}, h("div", {}, h("h1", {}, given.title), given.about));
  const kept = draft ? [h("p.small.soft", { role: "status" }, t("draft_restored"))] : [];
  const leave = async (): Promise<void> => {
    if (timer) await keepNow();
  };
  return { title: t("field"), main: [head, ...(given.before ?? []), ...kept, form], leave, isAlone: true };
};

const sectionOf = ({ title, hint, asks }: Section, start: Fields): HTMLElement => {
  const fields = asks.map((ask) => fieldOf(ask, start[ask.name]));
  const body = h("div.panel-body", {}, hint ? h("p.soft", {}, t(hint)) : null, ...fields);
  return h("section.panel", {}, title ? h("div.panel-head", {}, h("h2", {}, t(title))) : null, body);
};
