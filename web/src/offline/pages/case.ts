// A case, as one needs it standing in a doorway: who, how to reach them safely, what threatens, what
// was agreed, what is to be done, what happened.
import flagKinds from "../../../../amparo/pillars/assistance/assessment/data/flag_kinds.json";
import { formTitle } from "../blank_forms";
import { blankForms, caseOf, nameOf, type Person, type ShownCase, type WithEntry } from "../case_record";
import { alertBox, badge, h, icon, linkButton, panel } from "../dom";
import type { Page } from "../router";
import { count, day, hour, label, list, number, several, t } from "../translations";
import { backLink, displayName, isDiscreet, notSent, riskBadge } from "./components";

const YEAR = 31_557_600_000; // milliseconds

type Line = { text: Node | string; more: string; entry?: string | undefined; button?: Node | null };

const joinParts = (...pieces: (string | null | undefined | false)[]): string => pieces.filter(Boolean).join(" · ");

const lines = (rows: Line[]): HTMLElement =>
  h("ul.tasks", { role: "list" }, ...rows.map(({ text, more, entry, button }) =>
    h("li.task.task-slim", {}, h("div.task-what", {}, h("bdi.quoted-text", {}, text), h("span.task-who", {}, h("span", {}, more), notSent(entry))), button ?? null)));

const part = <Thing>(title: string, things: Thing[], line: (thing: Thing) => Line): HTMLElement | null =>
  things.length ? panel(t(title), String(things.length), lines(things.map(line))) : null;

const safe = (person: Person | undefined): HTMLElement => {
  const channel = String(person?.fields["safe_channel"] ?? "");
  const minded = String(person?.fields["safe_contact"] ?? "");
  const none = !channel && !minded;
  return h("p.safe", {}, icon("message-2"), h("span", {}, h("strong", {}, none ? t("safe_unknown") : `${channel ? label("safe_channel", channel) : t("safe_contact")}${minded ? ":" : "."}`), " ", h("bdi", {}, minded)));
};

// The gravest first, as the rules list them; what to do now stands with each.
const ORDER = new Map(flagKinds.kinds.map((kind, at) => [kind.code, { at, icon: kind.icon }]));

const flags = (file: ShownCase): Node[] =>
  [...file.flags].sort((one, other) => (ORDER.get(one.kind)?.at ?? 0) - (ORDER.get(other.kind)?.at ?? 0)).map((flag) =>
    alertBox("danger", ORDER.get(flag.kind)?.icon ?? "flag", h("p", {}, h("strong", {}, label("protection_flag", flag.kind))),
      h("p", {}, label("protection_flag_action", flag.kind)), flag.due_on ? h("p.small", {}, joinParts(t("next"), day(flag.due_on))) : null));

const alerts = (file: ShownCase): Node[] =>
  file.alerts.map((alert) => alertBox("danger", "alert-triangle",
    h("p", {}, h("strong", {}, alert.kind ? label("alert_kind", alert.kind) : t("alert")), alert.do_not_contact ? ` ${t("do_not_contact_now")}` : ""),
    alert.text ? h("p", {}, h("bdi", {}, alert.text)) : null, notSent(alert.entry)));

const age = (fields: Person["fields"]): string => {
  const born = String(fields["birth_date"] ?? "");
  if (born) return count("years", Math.floor((Date.now() - new Date(born).getTime()) / YEAR));
  const year = Number(fields["birth_year"] ?? 0);
  return year ? count("years_about", new Date().getFullYear() - year) : "";
};

const spoken = (fields: Person["fields"]): string =>
  several(...((fields["languages"] as string[] | undefined) ?? []).map((code) => label("language", code)));

const fact = (name: string, value: string): HTMLElement | null =>
  value ? h("div", {}, h("dt", {}, name), h("dd", {}, h("bdi", {}, value))) : null;

const summary = (file: ShownCase): HTMLElement => {
  const first = file.persons[0];
  const who = first ? joinParts(label("sex", String(first.fields["sex"] ?? "")), age(first.fields)) : "";
  return h("section.panel", { "aria-label": t("who") }, h("div.panel-body.summary", {},
    h("div.summary-who", {}, h("span.person-mark", { "aria-hidden": "true" }, file.initials),
      h("div.summary-text", {}, h("h1", {}, h("bdi", {}, displayName(file))), h("span.small.soft", {}, joinParts(file.number || t("no_number"), who)), h("span.marks", {}, riskBadge(file.risk)))),
    ...flags(file), safe(first), ...alerts(file),
    h("dl.summary-facts", {},
      fact(t("next"), file.next_due_on ? day(file.next_due_on) : ""), fact(t("last_contact"), file.last_contact_on ? day(file.last_contact_on) : ""),
      fact(t("speaks"), first ? spoken(first.fields) : ""), fact(t("about_what"), file.kind ? label("case_kind", file.kind) : ""))));
};

const ACTIONS: [what: string, sign: string][] = [["note", "notes"], ["service", "heart-handshake"], ["followup", "phone-call"], ["task", "calendar-event"], ["form", "clipboard-list"], ["alert", "alert-triangle"]];

const actionLinks = (file: ShownCase): HTMLElement | null => {
  if (!file.may.includes("work")) return alertBox("", "lock", h("p", {}, t("read_only")));
  return h("section", { "aria-labelledby": "actions-head" }, h("h2.only-heard", { id: "actions-head" }, t("write_down")),
    h("ul.quick-actions.quick-actions-three", { role: "list" }, ...ACTIONS.map(([what, sign]) =>
      h("li", {}, h(`a${what === "alert" ? ".quick-action-alarm" : ""}`, { href: `#/case/${file.ref}/${what}` }, icon(sign), t(`quick_${what}`))))));
};

const person = (file: ShownCase, each: Person): HTMLElement => {
  const name = isDiscreet() ? file.initials : nameOf(each.fields) || t("no_name");
  const change = file.may.includes("work") && !file.is_new ? linkButton(t("change"), `#/case/${file.ref}/person/${each.ref}`, "", "pencil") : null;
  return h("li.task.task-slim", {}, h("div.task-what", {}, h("bdi.strong", {}, name),
    h("span.task-who", {}, h("span", {}, joinParts(label("sex", String(each.fields["sex"] ?? "")), age(each.fields)))),
    ...each.contacts.map((line) => h("bdi.small", {}, line))), change);
};

const task = (file: ShownCase) => (each: WithEntry<ShownCase["tasks"][number]>): Line => ({
  text: joinParts(label("task", each.what), each.text), more: joinParts(day(each.due_on), each.where, each.done && t("done")), entry: each.entry,
  button: !each.done && each.entry === undefined && file.may.includes("work") && list("own_task").some(([code]) => code === each.what)
    ? h("a.btn", { href: `#/case/${file.ref}/task/${each.ref}`, "aria-label": `${t("do_it")}: ${label("task", each.what)}` }, t("do_it")) : null,
});

const action = (file: ShownCase) => (each: WithEntry<ShownCase["actions"][number]>): Line => {
  const is_over = ["done", "dropped"].includes(each.status);
  return {
    text: each.text, more: joinParts(label("action_status", each.status), day(each.due_on)), entry: each.entry,
    button: !is_over && each.entry === undefined && file.may.includes("work") ? h("a.btn", { href: `#/case/${file.ref}/action/${each.ref}`, "aria-label": `${t("end_it")}: ${each.text}` }, t("end_it")) : null,
  };
};

const formCalled = (ref: string): string => {
  const form = blankForms().find((each) => each.ref === ref);
  return form ? formTitle(form) : t("form_filled");
};

const byDay = <Thing extends { due_on: string; done?: boolean }>(things: Thing[]): Thing[] =>
  [...things].sort((one, other) => Number(one.done ?? false) - Number(other.done ?? false) || one.due_on.localeCompare(other.due_on));

export const casePage = async ([ref]: string[]): Promise<Page> => {
  const file = await caseOf(ref!);
  if (!file) return { title: t("cases"), main: [h("div.page-head", {}, h("div", {}, h("h1", {}, t("not_here")), h("p.lede", {}, t("not_here_words")))), h("p", {}, linkButton(t("my_cases"), "#/", "primary"))] };
  const parts: (HTMLElement | null)[] = [
    part("tasks", byDay(file.tasks), task(file)),
    part("needs", file.needs, (need) => ({ text: label("service_type", need.service_type), more: joinParts(need.level && label("level", need.level), need.text) })),
    part("actions", byDay(file.actions), action(file)),
    part("notes", file.notes, (note) => ({ text: note.text, more: joinParts(label("note", note.kind), several(day(note.at), hour(note.at)), note.by), entry: note.entry })),
    part("services", file.services, (service) => ({
      text: label("service_type", service.service_type), entry: service.entry,
      more: joinParts(day(service.given_on), `${number(Number(service.quantity))} ${service.unit ? label("unit", service.unit) : ""}`.trim(), service.note),
    })),
    part("followups", file.followups, (each) => ({
      text: each.progress || t(each.reached ? "reached" : "not_reached"), entry: each.entry,
      more: joinParts(day(each.on), label("follow_up_mode", each.mode), each.change && label("change", each.change)),
    })),
    file.filled.length ? panel(t("forms_filled"), "", lines(file.filled.map((form) => ({ text: formCalled(form.form), more: several(day(form.at), hour(form.at)), entry: form.entry })))) : null,
    panel(t("people"), "", h("ul.tasks", { role: "list" }, ...file.persons.map((each) => person(file, each)))),
  ];
  const fresh = file.is_new ? [alertBox("warn", "hourglass", h("p", {}, t("registered_here_words")))] : [];
  return { title: t("case"), main: [backLink("#/", t("my_cases")), summary(file), ...fresh, actionLinks(file), ...parts].filter((piece) => piece !== null) };
};

export const caseLine = (file: ShownCase): HTMLElement => h("p.lede", {}, h("bdi", {}, displayName(file)), " ", badge("", "id", file.number || t("no_number")));
