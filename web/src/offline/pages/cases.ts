// My cases on this telephone: found as one types, the most pressing first.
import { attendanceLists } from "../attendance";
import { cases, indexEntry, nameOf, searchEntries, type ShownCase } from "../case_record";
import { alertBox, h, icon, linkButton } from "../dom";
import { draftPages } from "../outbox";
import type { Page } from "../router";
import { about } from "../store";
import { count, day, hour, number, t } from "../translations";
import { daysLeft } from "../vault";
import { pendingMark, personLink, riskBadge } from "./components";

const AT_ONCE = 60; // lines; the rest comes by a tap, or by one letter more
const BANDS = ["critical", "high", "medium", "low", "none"];
const LATE = 5; // days

const byUrgency = (one: ShownCase, other: ShownCase): number =>
  BANDS.indexOf(one.risk) - BANDS.indexOf(other.risk) ||
  (one.next_due_on ?? "9").localeCompare(other.next_due_on ?? "9") || one.title.localeCompare(other.title);

const searchText = (file: ShownCase): string =>
  [file.number, file.title, ...file.persons.flatMap(({ fields }) => [nameOf(fields), fields["original_name"], ...((fields["aliases"] as string[] | undefined) ?? [])])].filter(Boolean).join(" ");

const line = (file: ShownCase, to: string): HTMLElement =>
  h("li.task.task-slim", {}, h("div.task-what", {}, personLink(file, to), pendingMark(file)), riskBadge(file.risk));

const searchBox = (then: (query: string) => void): HTMLElement => {
  const input = h("input", { id: "seek", type: "search", placeholder: t("seek_hint"), autocomplete: "off", input: () => then((input as HTMLInputElement).value) });
  return h("form.search", { role: "search", submit: (event) => event.preventDefault() }, h("label.only-heard", { for: "seek" }, t("seek")), icon("search"), input);
};

// The box and the list under it; `leads` says where a line leads.
const listed = (files: ShownCase[], leads: (file: ShownCase) => string): Node[] => {
  const entries = files.sort(byUrgency).map((file) => indexEntry(file, searchText(file)));
  const heard = h("p.only-heard", { role: "status" });
  const rows = h("ul.tasks", { role: "list" });
  const more = h("div.panel-foot", { hidden: true }, h("button.btn", { type: "button", click: () => fill(Infinity) }, t("show_all")));
  let query = "";
  const fill = (most: number): void => {
    const matching = query ? searchEntries(entries, query) : files;
    rows.replaceChildren(...matching.slice(0, most).map((file) => line(file, leads(file))));
    if (!matching.length) rows.replaceChildren(h("li.empty-state", {}, icon("search"), h("strong", {}, t(query ? "nobody_found" : "nobody_here")), h("span", {}, t(query ? "nobody_found_words" : "nobody_here_words"))));
    more.hidden = matching.length <= most;
    heard.textContent = query ? count("found", matching.length) : "";
  };
  fill(AT_ONCE);
  const box = searchBox((typed) => {
    query = typed;
    fill(AT_ONCE);
  });
  const list = h("section.panel", { "aria-labelledby": "cases-head" },
    h("div.panel-head", {}, h("h2", { id: "cases-head" }, t("cases")), h("small", {}, t("cases_order"))), rows, more);
  return [box, heard, list];
};

const QUICK_ACTIONS: [to: string, sign: string, words: string][] = [
  ["#/new", "user-plus", "register"], ["#/pick/note", "notes", "quick_note"], ["#/pick/service", "heart-handshake", "quick_service"], ["#/pick/alert", "alert-triangle", "quick_alert"],
];

const quickActions = (): HTMLElement =>
  h("section", { "aria-labelledby": "quick-head" }, h("h2.only-heard", { id: "quick-head" }, t("write_down")),
    h("ul.quick-actions", { role: "list" }, ...QUICK_ACTIONS.map(([to, sign, words]) => h("li", {}, h(`a${sign === "alert-triangle" ? ".quick-action-alarm" : ""}`, { href: to }, icon(sign), t(words))))));

export const casesPage = async (): Promise<Page> => {
  const note = (await about())!;
  const files = await cases();
  const left = daysLeft(note);
  const taken = note.taken_at ? t("taken", { day: day(new Date(note.taken_at)), hour: hour(new Date(note.taken_at)) }) : t("not_taken");
  const warning = left <= LATE ? alertBox("warn", "clock", h("p", {}, h("strong", {}, count("days_left", left)), " ", t("days_left_words"))) : null;
  const begun = draftPages().filter((page) => page.startsWith("/"));
  const draftNotice = begun.length ? alertBox("", "pencil", h("p", {}, h("strong", {}, count("began", begun.length))), h("div.actions", {}, ...begun.slice(0, 3).map((page) => linkButton(t("go_on_writing"), `#${page}`, "", "pencil")))) : null;
  return {
    title: t("my_cases"),
    main: [
      h("div.page-head", {}, h("div", {}, h("h1", {}, t("my_cases")), h("p.lede", {}, `${count("n_cases", files.length, { n: number(files.length) })} ${taken}`))),
      ...[warning, draftNotice].filter((piece) => piece !== null), quickActions(), ...listed(files, (file) => `#/case/${file.ref}`),
    ],
  };
};

// Of whom is what one wants to write?
export const pickPage = async ([what]: string[]): Promise<Page> => ({
  title: t("pick"),
  main: [
    h("div.page-head", {}, h("div", {}, h("h1", {}, t("pick")), h("p.lede", {}, t(`deed_${what}`)))),
    ...listed((await cases()).filter(({ may }) => may.includes("work")), (file) => `#/case/${file.ref}/${what}`),
  ],
});

export const newPage = async (): Promise<Page> => {
  const actions: [string, string, string][] = [...QUICK_ACTIONS, ["#/pick/followup", "phone-call", "deed_followup"], ["#/pick/task", "calendar-event", "deed_task"], ["#/forms", "clipboard-list", "deed_form"], ["#/guidance", "book-2", "guidance"], ...(attendanceLists()?.events.length ? [["#/attendance", "checkup-list", "attendance"] as [string, string, string]] : []), ...(attendanceLists()?.observations?.length ? [["#/observations", "eye", "observations"] as [string, string, string]] : [])];
  return {
    title: t("write_down"),
    main: [
      h("div.page-head", {}, h("div", {}, h("h1", {}, t("write_down")), h("p.lede", {}, t("write_down_words")))),
      h("ul.quick-actions.quick-actions-two", { role: "list" }, ...actions.map(([to, sign, words]) => h("li", {}, h(`a${sign === "alert-triangle" ? ".quick-action-alarm" : ""}`, { href: to }, icon(sign), t(words))))),
    ],
  };
};
