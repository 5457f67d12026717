// The practice of a course without a network: what is observed, and of each person whether it was met.
import { type Attendant, findEvent, type TrainingEvent } from "../attendance";
import { badge, button, h, panel } from "../dom";
import { confirmAction, showToast } from "../layout";
import { markPractice, notYetSeen, type Seen, seenAt } from "../practice";
import { type Page, show } from "../router";
import { sync } from "../sync";
import { label, list, number, t } from "../translations";
import { attendancePage } from "./attendance";
import { backLink, isDiscreet } from "./components";

const SIGNS: Record<string, string> = { met: "check", not_met: "x", not_seen: "eye" };
const TONES: Record<string, string> = { met: "good", not_met: "late", not_seen: "" };

const stateBadge = (seen: Seen | undefined): HTMLElement => {
  if (!seen) return badge("", "", t("practice_unknown"));
  if (!seen.outcome) return badge("warn", "alert-triangle", t("practice_disputed"));
  return badge(TONES[seen.outcome] ?? "", seen.is_unsent ? "hourglass" : (SIGNS[seen.outcome] ?? ""), label("practice_outcome", seen.outcome));
};

const personLine = (event: TrainingEvent, person: Attendant, seen: Seen | undefined): HTMLElement => {
  const name = isDiscreet() ? "" : person.name;
  const set = (outcome: string) => (): void => void markPractice(event, person.number, outcome).then(() => show(false)).then(() => sync());
  const choices = list("practice_outcome").map(([outcome, words]) => {
    const choice = button("", set(outcome), "quiet", SIGNS[outcome] ?? "");
    choice.dataset["outcome"] = outcome;
    choice.append(h("span.only-heard", {}, ` ${person.number} ${name} ${words}`));
    return choice;
  });
  return h("li.task.task-slim", { "data-number": person.number }, h("div.task-what", {}, h("span.strong", {}, `${person.number}. `, h("bdi", {}, name))),
    stateBadge(seen), h("div.task-actions", {}, ...choices));
};

const markRest = async (event: TrainingEvent): Promise<void> => {
  const rest = await notYetSeen(event);
  if (!rest.length) return showToast(t("practice_rest_none"), "alert-triangle");
  if (!(await confirmAction(t("practice_rest_title"), t("practice_rest_words", { n: number(rest.length) }), t("practice_rest"), "primary"))) return;
  for (const person of rest) await markPractice(event, person.number, "met");
  showToast(t("practice_rest_done", { n: number(rest.length) }));
  await show(false);
  void sync();
};

export const practicePage = async ([ref]: string[]): Promise<Page> => {
  const event = findEvent(ref!);
  if (!event?.practice) return attendancePage();
  const seen = await seenAt(event);
  const met = event.people.filter((person) => seen.get(person.number)?.outcome === "met").length;
  return {
    title: t("practice"),
    main: [
      backLink("#/attendance", t("attendance")),
      h("div.page-head", {}, h("div", {}, h("h1", {}, t("practice")), h("p.lede", {}, h("bdi", {}, event.title)), h("p.lede", {}, t("practice_met_of", { n: number(met), all: number(event.people.length) })))),
      panel(t("practice_observed"), event.number, h("div.panel-body", {}, h("p", { dir: "auto" }, event.practice.text))),
      panel(t("practice_people"), "", h("ul.tasks", { role: "list" }, ...event.people.map((person) => personLine(event, person, seen.get(person.number)))),
        h("div.panel-foot", {}, button(t("practice_rest"), () => void markRest(event), "", "check"))),
    ],
  };
};
