// Changing how somebody is called and reached: each field with what it was, so that nobody's change
// is overwritten unseen.
import type { Changed, Entry, Fields } from "../case_file";
import { h, notice } from "../dom";
import type { Ask } from "../fields";
import { writing } from "../form_page";
import { write } from "../outbox";
import { caseOf, fromHouse } from "../pending";
import { path, to, type Page } from "../router";
import { said } from "../said";
import { sync } from "../sync";
import { t } from "../words";
import { ageOf, birthAsks, birthOf } from "./births";
import { cardPage, whom } from "./card";
import type { Mending } from "./deed";

const REACH: Ask[] = [
  { name: "safe_channel", kind: "pick", label: "safe_channel", of: "safe_channel" },
  { name: "safe_contact", kind: "line", label: "safe_minded", hint: "safe_minded_hint" },
  { name: "language", kind: "pick", label: "language_best", of: "language" },
  { name: "support_needs", kind: "line", label: "support_needs" },
];
const NAMES: Ask[] = [
  { name: "given_names", kind: "line", label: "given_names" },
  { name: "family_names", kind: "line", label: "family_names" },
  { name: "second_family_name", kind: "line", label: "second_family_name" },
  { name: "original_name", kind: "line", label: "original_name" },
  { name: "sex", kind: "choice", label: "sex", of: "sex" },
];
const PLAIN = [...REACH, ...NAMES].map(({ name }) => name).filter((name) => name !== "language");

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
  return Object.fromEntries(changed.map(([name, value]) => [name, { was: was[name] ?? (UNKNOWN.includes(name) ? null : ""), now: value } satisfies Changed]));
};

export const personPage = async ([ref, which]: string[], mending?: Mending): Promise<Page> => {
  const file = await caseOf(ref!);
  const person = file?.persons.find((each) => each.ref === which);
  if (!file || !person) return cardPage([ref!]);
  const base = fromHouse(person.ref) ?? person.fields;
  const seen = { ...person.fields };
  // What was refused is laid over again, to be mended: it starts from what the house has now.
  const start = shownOf(mending ? { ...base, ...nowOf(mending.entry) } : seen);
  const refused = mending?.why ? [notice("danger", "alert-triangle", h("p", {}, t("refused_because")), h("p", {}, h("bdi", {}, mending.why)))] : [];
  return writing({
    title: t("change_title"), about: whom(file), back: mending ? "#/outbox" : `#/case/${file.ref}`, before: refused, start,
    draft: mending ? `mend ${mending.entry.key}` : path(), verb: t("save_change"),
    sections: [{ title: "section_reach", asks: REACH }, { title: "section_who", asks: [...NAMES, ...birthAsks()] }],
    check: (all) => (all["given_names"] || all["family_names"] || all["original_name"] ? null : t("name_missing")),
    save: async (all): Promise<string | void> => {
      const origin = mending ? base : seen;
      const fields = changes(origin, origin, valuesOf(all, origin));
      if (!Object.keys(fields).length) return t("nothing_changed");
      await write({ verb: "person.change", about: person.ref, fields, ...(mending ? { after: mending.entry.after } : {}) }, mending?.entry.key);
      said(t("change_saved"));
      to(`/case/${file.ref}`, true);
      void sync();
    },
  });
};

const nowOf = ({ fields }: Entry): Fields => Object.fromEntries(Object.entries(fields).map(([name, change]) => [name, (change as Changed).now]));

export const mendPerson = async (mending: Mending): Promise<Page | null> => {
  const person = mending.entry.about ?? "";
  const file = await caseOf(person);
  return file ? personPage([file.ref, person], mending) : null;
};
