// Persons: changing how somebody is called and reached, and registering somebody without a network.
import { caseOf, type Change, type Entry, type Fields, serverFields } from "../case_record";
import { newRef } from "../crypto";
import { alertBox, h } from "../dom";
import { ageOf, birthOf, birthQuestions, formPage, isChild, isVisible, type Question, type Section } from "../form_fields";
import { shownAt } from "../guidance";
import { showToast } from "../layout";
import { addEntry } from "../outbox";
import { type Page, path, to } from "../router";
import { sync } from "../sync";
import { currentLanguage, list, type List, t } from "../translations";
import type { Correction } from "./action";
import { caseLine, casePage } from "./case";

// Each changed field is sent with what it was, so that nobody's change is overwritten unseen.
const CONTACT: Question[] = [
  { name: "safe_channel", kind: "pick", label: "safe_channel", of: "safe_channel" },
  { name: "safe_contact", kind: "line", label: "safe_minded", hint: "safe_minded_hint" },
  { name: "language", kind: "pick", label: "language_best", of: "language" },
  { name: "support_needs", kind: "line", label: "support_needs" },
];
const NAMES: Question[] = [
  { name: "given_names", kind: "line", label: "given_names" },
  { name: "family_names", kind: "line", label: "family_names" },
  { name: "second_family_name", kind: "line", label: "second_family_name" },
  { name: "original_name", kind: "line", label: "original_name" },
  { name: "sex", kind: "choice", label: "sex", of: "sex" },
];
const PLAIN = [...CONTACT, ...NAMES].map(({ name }) => name).filter((name) => name !== "language");

const languages = (fields: Fields): string[] => (fields["languages"] as string[] | undefined) ?? [];

const shownOf = (fields: Fields): Fields => ({ ...fields, ...ageOf(fields), language: languages(fields)[0] ?? "" });

// The values as they now are, in the shape in which the house keeps them.
const valuesOf = (all: Fields, before: Fields): Fields => {
  const first = String(all["language"] ?? "");
  const values: Fields = Object.fromEntries(PLAIN.map((name) => [name, all[name] ?? ""]));
  values["languages"] = first === (languages(before)[0] ?? "") ? languages(before) : [first, ...languages(before).filter((code) => code !== first)].filter(Boolean);
  const shown = ageOf(before);
  const is_same = all["birth_date"] === (shown["birth_date"] ?? null) && (all["age"] || "") === (shown["age"] ?? "");
  return { ...values, ...(is_same ? {} : birthOf(all)) };
};

const UNKNOWN = ["birth_date", "birth_year"]; // nothing, where they are not known

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? "") === JSON.stringify(other ?? "");

const changes = (was: Fields, seen: Fields, now: Fields): Fields => {
  const changed = Object.entries(now).filter(([name, value]) => !isSame(seen[name], value));
  return Object.fromEntries(changed.map(([name, value]) => [name, { was: was[name] ?? (UNKNOWN.includes(name) ? null : ""), now: value } satisfies Change]));
};

export const personPage = async ([ref, which]: string[], correction?: Correction): Promise<Page> => {
  const file = await caseOf(ref!);
  const person = file?.persons.find((each) => each.ref === which);
  if (!file || !person) return casePage([ref!]);
  const base = serverFields(person.ref) ?? person.fields;
  const seen = { ...person.fields };
  // What was refused is laid over again, to be mended: it starts from what the house has now.
  const start = shownOf(correction ? { ...base, ...nowOf(correction.entry) } : seen);
  const refused = correction?.why ? [alertBox("danger", "alert-triangle", h("p", {}, t("refused_because")), h("p", {}, h("bdi", {}, correction.why)))] : [];
  return formPage({
    title: t("change_title"), about: caseLine(file), back: correction ? "#/outbox" : `#/case/${file.ref}`, before: refused, start,
    draft: correction ? `mend ${correction.entry.key}` : path(), verb: t("save_change"),
    sections: [{ title: "section_reach", asks: CONTACT }, { title: "section_who", asks: [...NAMES, ...birthQuestions()] }],
    check: (all) => (all["given_names"] || all["family_names"] || all["original_name"] ? null : t("name_missing")),
    save: async (all): Promise<string | void> => {
      const origin = correction ? base : seen;
      const fields = changes(origin, origin, valuesOf(all, origin));
      if (!Object.keys(fields).length) return t("nothing_changed");
      await addEntry({ verb: "person.change", about: person.ref, fields, ...(correction ? { after: correction.entry.after } : {}) }, correction?.entry.key);
      showToast(t("change_saved"));
      to(`/case/${file.ref}`, true);
      void sync();
    },
  });
};

const nowOf = ({ fields }: Entry): Fields => Object.fromEntries(Object.entries(fields).map(([name, change]) => [name, (change as Change).now]));

export const correctPerson = async (correction: Correction): Promise<Page | null> => {
  const person = correction.entry.about ?? "";
  const file = await caseOf(person);
  return file ? personPage([file.ref, person], correction) : null;
};

// Registration: consent first, then only what is known.
// Consent is informed only when these were explained.
const EXPLAINED_FIRST = ["interview", "purpose", "uses", "access", "retention", "withdrawal"];
const BASE = "case_management";

const PERSON = ["given_names", "family_names", "second_family_name", "original_name", "sex", "safe_channel", "safe_contact", "support_needs"];

// Sharing with an organization is asked when one is named: by a page that knows them.
const NAMED_LATER = ["share_services", "transfer", "tracing"];
const purposes = (): List => list("consent_scope").filter(([code]) => !NAMED_LATER.includes(code));

const explainedAll = (value: unknown): string | null =>
  EXPLAINED_FIRST.every((code) => (value as string[]).includes(code)) ? null : "explain_first";

const AGREED = { name: "given_by", is: ["self", "parent", "guardian", "authority"] };
const BY_DOCUMENT = { name: "given_by", is: ["guardian", "authority"] };

const consent = (): Question[] => [
  { name: "given_by", kind: "choice", label: "given_by", hint: "given_by_hint", of: "giver", must: true, start: "self" },
  { name: "exception", kind: "story", label: "exception", hint: "exception_hint", must: true, when: { name: "given_by", is: "nobody" } },
  { name: "giver_name", kind: "line", label: "giver_name", must: true, when: { name: "given_by", is: ["parent", "guardian", "authority"] } },
  { name: "relationship", kind: "choice", label: "relationship", of: "relationship", must: true, when: { name: "given_by", is: "parent" } },
  { name: "document", kind: "line", label: "document", hint: "document_hint", must: true, when: BY_DOCUMENT },
  { name: "document_issuer", kind: "line", label: "document_issuer", must: true, when: BY_DOCUMENT },
  { name: "document_on", kind: "day", label: "document_on", must: true, when: BY_DOCUMENT },
  { name: "explained", kind: "ticks", label: "explained", of: "consent_check", must: true, check: explainedAll, when: AGREED },
  { name: "purposes", kind: "ticks", label: "purposes", hint: "purposes_hint", of: purposes(), must: true, check: (value) => ((value as string[]).includes(BASE) ? null : "not_agreed"), when: AGREED },
  { name: "how", kind: "choice", label: "consent_how", of: "consent_method", must: true, when: AGREED },
  { name: "consent_language", kind: "pick", label: "explained_in", of: "language", must: true, when: AGREED },
];

const NEW_NAMES: Question[] = [
  { name: "given_names", kind: "line", label: "given_names", hint: "given_names_hint" },
  { name: "family_names", kind: "line", label: "family_names" },
  { name: "original_name", kind: "line", label: "original_name" },
  { name: "sex", kind: "choice", label: "sex", of: "sex" },
];

const NEW_CONTACT: Question[] = [
  { name: "language", kind: "pick", label: "language_best", of: "language" },
  { name: "safe_channel", kind: "pick", label: "safe_channel", of: "safe_channel" },
  { name: "safe_contact", kind: "line", label: "safe_minded", hint: "safe_minded_hint" },
];

const NEW_CASE: Question[] = [
  { name: "kind", kind: "pick", label: "case_kind", of: "case_kind", must: true, start: "general" },
  { name: "channel", kind: "pick", label: "channel", of: "identification_source" },
  { name: "presenting_concern", kind: "story", label: "presenting_concern" },
];

const REGISTER_STEPS = ["case.intake", "consent.record", "interpreter.use", "field.offline"];

const sections = (): Section[] => [
  { title: "section_consent", hint: "section_consent_hint", asks: consent() },
  { title: "section_who", asks: [...NEW_NAMES, ...birthQuestions()] },
  { title: "section_reach", asks: NEW_CONTACT },
  { title: "section_case", asks: NEW_CASE },
];

const GIVER = ["giver_name", "relationship", "document", "document_issuer", "document_on"];

// Only what is asked of whoever consents: what was written for another is not sent.
const giverOf = (all: Fields): Fields => {
  const asked = consent().filter((ask) => GIVER.includes(ask.name) && isVisible(ask, all));
  return Object.fromEntries(asked.map(({ name }) => [name, all[name]]));
};

const entryFields = (all: Fields, ref: string): Fields => ({
  person: {
    ref, ...Object.fromEntries(PERSON.map((name) => [name, all[name] ?? ""])), ...birthOf(all),
    languages: all["language"] ? [all["language"]] : [],
  },
  consent: all["given_by"] === "nobody" ? { exception: all["exception"] } : {
    how: all["how"], language: all["consent_language"], purposes: all["purposes"], explained: all["explained"],
    given_by: all["given_by"], ...giverOf(all),
  },
  kind: all["kind"], channel: all["channel"], presenting_concern: all["presenting_concern"], needs: [],
});

const registrationStart = ({ fields }: Entry): Fields => {
  const person = fields["person"] as Fields;
  const { how = "", language = currentLanguage(), ...consent } = fields["consent"] as Fields;
  return {
    explained: [], purposes: [], ...person, ...ageOf(person), ...consent, ...(consent["exception"] ? { given_by: "nobody" } : {}), how, consent_language: language, language: (person["languages"] as string[])[0] ?? "",
    kind: fields["kind"], channel: fields["channel"], presenting_concern: fields["presenting_concern"],
  };
};

const missingFor = (all: Fields): string | null => {
  if (!all["given_names"] && !all["family_names"] && !all["original_name"]) return t("name_missing");
  return all["given_by"] === "self" && isChild(all) ? t("child_alone") : null;
};

export const registerPage = (_parts: string[], correction?: Correction): Page => {
  const old = correction?.entry;
  const refused = correction?.why ? [alertBox("danger", "alert-triangle", h("p", {}, t("refused_because")), h("p", {}, h("bdi", {}, correction.why)))] : [];
  return formPage({
    title: t("register_title"), about: h("p.lede", {}, t("register_lede")), back: old ? "#/outbox" : "#/", before: refused,
    draft: old ? `mend ${old.key}` : path(), steps: REGISTER_STEPS, sections: sections(), verb: t("save_register"),
    start: old ? registrationStart(old) : { consent_language: currentLanguage(), explained: [], purposes: [] },
    check: missingFor,
    save: async (all) => {
      // Who is mended stays the same person: what was written about them meanwhile finds them.
      const person = old ? String((old.fields["person"] as Fields)["ref"]) : newRef();
      const ref = old?.ref ?? newRef();
      await addEntry({ verb: "case.open", about: null, ref, fields: entryFields(all, person), guidance: shownAt(REGISTER_STEPS) }, old?.key);
      showToast(t("registered_saved"));
      to(`/case/${ref}`, true);
      void sync();
    },
  });
};
