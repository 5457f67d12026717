// The rubric without a network: whom one is to observe, a judgement of 0 to 3 for each item with the words beside
// the figures, and a note. What is being written stays on the device, and what the office refused is mended here.
import type { Entry, Fields } from "../case_record";
import { alertBox, badge, h, icon, linkButton, panel } from "../dom";
import { formPage, type Question } from "../form_fields";
import { showToast } from "../layout";
import { findObservation, giveObservation, givenOf, type Judged, type Observation, observationsToDo } from "../observation";
import { draftPages } from "../outbox";
import { type Page, to } from "../router";
import { sync } from "../sync";
import { day, label, list, several, t } from "../translations";
import { backLink, isDiscreet } from "./components";

const whom = ({ trainer, number }: Observation): string => (isDiscreet() ? number : trainer);

const pathOf = (ref: string): string => `/observations/${ref}`;

const stateOf = async (ref: string): Promise<HTMLElement | null> => {
  const given = await givenOf(ref);
  if (given?.state === "done") return badge("good", "circle-check", t("sent_since"));
  if (given?.state === "refused") return badge("danger", "x", t("observation_refused"));
  if (given) return badge("warn", "hourglass", t("observation_waits"));
  return draftPages().includes(pathOf(ref)) ? badge("info", "pencil", t("observation_begun")) : null;
};

const line = async (each: Observation): Promise<HTMLElement> =>
  h("li.task.task-slim", {}, h("div.task-what", {}, h("a", { href: `#${pathOf(each.ref)}` }, h("bdi", {}, whom(each))),
    h("span.task-who", {}, several(each.number, each.title, ...(each.starts ? [day(each.starts)] : [])))), await stateOf(each.ref));

export const observationsPage = async (): Promise<Page> => {
  const lines = await Promise.all(observationsToDo().map(line));
  const none = h("div.empty-state", {}, icon("eye"), h("strong", {}, t("observations_none")), h("span", {}, t("observations_none_words")));
  return {
    title: t("observations"),
    main: [
      h("div.page-head", {}, h("div", {}, h("h1", {}, t("observations")), h("p.lede", {}, t("observations_words")))),
      lines.length ? panel(t("observations"), String(lines.length), h("ul.tasks", { role: "list" }, ...lines)) : none,
    ],
  };
};

const questions = (items: string[]): Question[] => [
  ...items.map((item): Question => ({ name: item, kind: "choice", label: label("rubric_item", item), of: list("rubric_points"), must: true })),
  { name: "note", kind: "story", label: "observation_note", hint: "observation_note_hint" },
];

const judgedIn = (items: string[], all: Fields): Judged => ({
  points: Object.fromEntries(items.map((item) => [item, Number(all[item])])), note: String(all["note"] ?? ""),
});

export interface Refused { entry: Entry; why: string }

const rubricForm = (observation: Observation, refused?: Refused): Page => {
  const { items, ref, rubric, title } = observation;
  const why = refused?.why ? [alertBox("danger", "alert-triangle", h("p", {}, t("refused_because")), h("p", {}, h("bdi", {}, refused.why)))] : [];
  return formPage({
    title: t("observation_title"), about: h("p.lede", {}, h("bdi", {}, several(whom(observation), title))), back: refused ? "#/outbox" : "#/observations", before: why,
    verb: t("observation_save"), draft: refused ? `mend ${refused.entry.key}` : pathOf(ref), sections: [{ asks: questions(items) }],
    ...(refused ? { start: startOf(refused.entry, items) } : {}),
    save: async (all) => {
      await giveObservation(ref, rubric, judgedIn(items, all), refused?.entry.key);
      showToast(t("observation_done"));
      to(refused ? "/outbox" : "/observations", true);
      void sync();
    },
  });
};

// What was judged stands there again; an item that is new is asked for, and one that is gone is left out.
const startOf = ({ fields }: Entry, items: string[]): Fields => {
  const points = (fields["points"] ?? {}) as Record<string, number>;
  return { note: fields["note"], ...Object.fromEntries(items.filter((item) => item in points).map((item) => [item, String(points[item])])) };
};

export const observationPage = async ([ref]: string[]): Promise<Page> => {
  const found = findObservation(ref!);
  if (!found) return observationsPage();
  const given = await givenOf(found.ref);
  if (!given) return rubricForm(found);
  const way = given.state === "done" ? null : h("div.actions", {}, linkButton(t("outbox"), `#/outbox/${given.key}`, "", "cloud-upload"));
  return {
    title: t("observation_title"),
    main: [
      backLink("#/observations", t("observations")),
      h("div.page-head", {}, h("div", {}, h("h1", {}, t("observation_title")), h("p.lede", {}, h("bdi", {}, several(whom(found), found.title))))),
      alertBox("", "eye", h("p", {}, t("observation_is_here")), way),
    ],
  };
};

// Of an observation that is no longer on the lists of this device, the entry itself says what was judged.
export const correctObservation = (refused: Refused): Page => {
  const { about, fields } = refused.entry;
  const known = findObservation(about ?? "");
  const gone = { ref: about ?? "", trainer: "", number: "", title: "", starts: null, rubric: String(fields["rubric"]), items: Object.keys((fields["points"] ?? {}) as object) };
  return rubricForm(known ?? gone, refused);
};
