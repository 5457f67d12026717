// Registering somebody where there is no network: their yes first, then only what is known.
import type { Entry, Fields } from "../case_file";
import { mint } from "../bytes";
import { h, notice } from "../dom";
import type { Ask } from "../fields";
import { writing, type Section } from "../form_page";
import { write } from "../outbox";
import { path, to, type Page } from "../router";
import { said } from "../said";
import { sync } from "../sync";
import { list, t, tongue, type List } from "../words";
import { ageOf, birthAsks, birthOf } from "./births";
import type { Mending } from "./deed";

// Consent is informed only when these were explained.
const EXPLAINED_FIRST = ["interview", "purpose", "uses", "access", "retention", "withdrawal"];
const BASE = "case_management";

const PERSON = ["given_names", "family_names", "second_family_name", "original_name", "sex", "safe_channel", "safe_contact", "support_needs"];

// Sharing with an organization is asked when one is named: by a page that knows them.
const NAMED_LATER = ["share_services", "transfer", "tracing"];
const purposes = (): List => list("consent_scope").filter(([code]) => !NAMED_LATER.includes(code));

const explainedAll = (value: unknown): string | null =>
  EXPLAINED_FIRST.every((code) => (value as string[]).includes(code)) ? null : "explain_first";

const consent = (): Ask[] => [
  { name: "explained", kind: "ticks", label: "explained", of: "consent_check", must: true, check: explainedAll },
  { name: "purposes", kind: "ticks", label: "purposes", hint: "purposes_hint", of: purposes(), must: true, check: (value) => ((value as string[]).includes(BASE) ? null : "not_agreed") },
  { name: "how", kind: "choice", label: "consent_how", of: "consent_method", must: true },
  { name: "consent_language", kind: "pick", label: "explained_in", of: "language", must: true },
  { name: "given_by", kind: "choice", label: "given_by", hint: "given_by_hint", of: "giver", must: true, start: "self" },
  { name: "giver_name", kind: "line", label: "giver_name", must: true, when: { name: "given_by", is: "guardian" } },
];

const NAMES: Ask[] = [
  { name: "given_names", kind: "line", label: "given_names", hint: "given_names_hint" },
  { name: "family_names", kind: "line", label: "family_names" },
  { name: "original_name", kind: "line", label: "original_name" },
  { name: "sex", kind: "choice", label: "sex", of: "sex" },
];

const REACH: Ask[] = [
  { name: "language", kind: "pick", label: "language_best", of: "language" },
  { name: "safe_channel", kind: "pick", label: "safe_channel", of: "safe_channel" },
  { name: "safe_contact", kind: "line", label: "safe_minded", hint: "safe_minded_hint" },
];

const CASE: Ask[] = [
  { name: "kind", kind: "pick", label: "case_kind", of: "case_kind", must: true, start: "general" },
  { name: "channel", kind: "pick", label: "channel", of: "identification_source" },
  { name: "first_words", kind: "story", label: "first_words" },
];

const sections = (): Section[] => [
  { title: "section_consent", hint: "section_consent_hint", asks: consent() },
  { title: "section_who", asks: [...NAMES, ...birthAsks()] },
  { title: "section_reach", asks: REACH },
  { title: "section_case", asks: CASE },
];

const entryFields = (all: Fields, ref: string): Fields => ({
  person: {
    ref, ...Object.fromEntries(PERSON.map((name) => [name, all[name] ?? ""])), ...birthOf(all),
    languages: all["language"] ? [all["language"]] : [],
  },
  consent: {
    how: all["how"], language: all["consent_language"], purposes: all["purposes"], explained: all["explained"],
    given_by: all["given_by"], giver_name: all["giver_name"] ?? "",
  },
  kind: all["kind"], channel: all["channel"], first_words: all["first_words"], needs: [],
});

const startOf = ({ fields }: Entry): Fields => {
  const person = fields["person"] as Fields;
  const { how, language, ...consent } = fields["consent"] as Fields;
  return {
    ...person, ...ageOf(person), ...consent, how, consent_language: language, language: (person["languages"] as string[])[0] ?? "",
    kind: fields["kind"], channel: fields["channel"], first_words: fields["first_words"],
  };
};

export const registerPage = (_parts: string[], mending?: Mending): Page => {
  const old = mending?.entry;
  const refused = mending?.why ? [notice("danger", "alert-triangle", h("p", {}, t("refused_because")), h("p", {}, h("bdi", {}, mending.why)))] : [];
  return writing({
    title: t("register_title"), about: h("p.lede", {}, t("register_lede")), back: old ? "#/outbox" : "#/", before: refused,
    draft: old ? `mend ${old.key}` : path(), sections: sections(), verb: t("save_register"),
    start: old ? startOf(old) : { consent_language: tongue(), explained: [], purposes: [] },
    check: (all) => (all["given_names"] || all["family_names"] || all["original_name"] ? null : t("name_missing")),
    save: async (all) => {
      // Who is mended stays the same person: what was written about them meanwhile finds them.
      const person = old ? String((old.fields["person"] as Fields)["ref"]) : mint();
      const ref = old?.ref ?? mint();
      await write({ verb: "case.open", about: null, ref, fields: entryFields(all, person) }, old?.key);
      said(t("registered_saved"));
      to(`/case/${ref}`, true);
      void sync();
    },
  });
};
