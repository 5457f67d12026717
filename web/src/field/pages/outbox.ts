// What was written and is not with the house yet, in sight and in words; and what became of the rest.
import type { Entry, Fields } from "../case_file";
import { button, go, h, icon, mark, notice, panel } from "../dom";
import { carry, saveFile } from "../carrying";
import { answered, counted, find, letGo, understood, unsent, type Kept } from "../outbox";
import { caseOf, nameOf } from "../pending";
import { show, to, type Page } from "../router";
import { said, sure } from "../said";
import { about, type OutboxRow, type SentRow } from "../store";
import { going, sync } from "../sync";
import { lockNow, now } from "../vault";
import { emptiedNotice } from "./set_up";
import { count, day, hour, several, t } from "../words";
import { called, crumb } from "./pieces";
import { mendDeed, type Mending } from "./deed";
import { mendForm } from "./forms";
import { mendPerson } from "./person";
import { registerPage } from "./register";

const STATES: Record<OutboxRow["state"], [tone: string, sign: string]> = {
  waits: ["warn", "hourglass"], held: ["info", "clock"], refused: ["danger", "x"], unreadable: ["danger", "alert-triangle"],
};

const whom = async (entry: Entry | null): Promise<string> => {
  if (!entry) return "";
  if (entry.verb === "case.open") return nameOf(entry.fields["person"] as Fields);
  const file = entry.about ? await caseOf(entry.about) : undefined;
  return file ? called(file) : "";
};

const titleOf = (entry: Entry | null): string => t(entry ? `verb_${entry.verb.replace(".", "_")}` : "verb_sealed");
const atOf = (made: string): string => several(day(made), hour(made));

const waiting = async ({ row, entry }: Kept<OutboxRow>): Promise<HTMLElement> => {
  const [tone, sign] = STATES[row.state];
  return h("li.task.task-slim", {}, h("div.task-what", {}, h("a", { href: `#/outbox/${row.key}` }, titleOf(entry)),
    h("span.task-who", {}, h("bdi", {}, await whom(entry)), h("span", {}, atOf(row.made_at)))), mark(tone, sign, t(`state_${row.state}`)));
};

const told = async ({ row, entry, answer }: Kept<SentRow>): Promise<HTMLElement> =>
  h("li.task.task-slim", {}, h("div.task-what", {}, h("span.strong", {}, titleOf(entry)), h("span.task-who", {}, h("bdi", {}, await whom(entry))),
    h("span", {}, t(`told_${row.state}`)), answer?.words ? h("bdi.small", {}, answer.words) : null),
  button(t("understood"), () => void understood(row.key).then(() => show(false))));

const stopped = (): HTMLElement | null => {
  if (!going.stopped || !navigator.onLine) return null;
  const words = h("p", {}, t(`stopped_${going.stopped}`));
  if (going.stopped === "sign_in" || going.stopped === "other") return notice("warn", "login", words, h("p", {}, go(t("sign_in"), "/sign-in/?next=/campo/", "", "login")));
  return notice("warn", "cloud-off", words);
};

const bring = (): HTMLElement => {
  const input = h("input.form-control", { id: "brought", type: "file", accept: ".json,application/json", change: () => void brought(input as HTMLInputElement) });
  return h("div.field", {}, h("label", { for: "brought" }, t("bring_file")), h("p.field-hint", {}, t("bring_file_hint")), input);
};

const brought = async (input: HTMLInputElement): Promise<void> => {
  const file = input.files?.[0];
  if (!file) return;
  const taken = await carry(file).catch(() => null);
  said(taken === null ? t("bring_failed") : count("bring_done", taken), taken === null ? "alert-triangle" : "circle-check");
  input.value = "";
};

const save = async (): Promise<void> => {
  const saved = await saveFile();
  if (saved) said(count("saved_file", saved), "download");
};

export const outboxPage = async (): Promise<Page> => {
  const [waits, ends, note, total] = [await unsent(), await answered(), await about(), await counted()];
  const is_shut = now() === null;
  const kept = await Promise.all(waits.map(waiting));
  const read = is_shut ? [] : await Promise.all(ends.filter(({ row }) => row.state !== "done").map(told));
  const empty = h("div.nothing", {}, icon("circle-check"), h("strong", {}, t("all_sent")), h("span", {}, t("all_sent_words")));
  const emptied = (await lockNow()) === "emptied" ? [emptiedNotice()] : [];
  const back = is_shut ? [crumb("#/", t("unlock"))] : [];
  return {
    title: t("outbox"),
    main: [
      ...back, h("div.page-head", {}, h("div", {}, h("h1", {}, t("outbox")), h("p.lede", {}, t("outbox_lede"))),
        h("div.deeds", {}, button(t(going.is_going ? "going_on" : "sync_now"), () => void sync(true), "primary", "refresh"))),
      ...emptied, ...[stopped()].filter((piece) => piece !== null),
      panel(t("unsent"), total.all ? String(total.all) : "", total.all ? h("ul.tasks", { role: "list" }, ...kept) : empty),
      ...(read.length ? [panel(t("told"), String(read.length), h("ul.tasks", { role: "list" }, ...read))] : []),
      ...(note?.waiting ? [notice("", "users", h("p", {}, count("waiting", note.waiting)))] : []),
      panel(t("by_hand"), "", h("div.panel-body", {}, h("p", {}, t("by_hand_words")),
        h("div.deeds", {}, total.all ? button(t("save_file"), () => void save(), "", "download") : null), bring())),
    ],
  };
};

const values = (fields: Fields): HTMLElement[] =>
  Object.entries(fields).flatMap(([, value]) => {
    const shown = typeof value === "object" && value !== null && "now" in value ? (value as { now: unknown }).now : value;
    return typeof shown === "string" && shown && shown.length > 3 ? [h("p", {}, h("bdi.said-words", {}, shown))] : [];
  });

const drop = async (key: string): Promise<void> => {
  if (!(await sure(t("let_go_title"), t("let_go_words"), t("let_go")))) return;
  await letGo(key);
  said(t("let_go_done"));
  to("/outbox");
};

// One of them: what it says, where it stands, and the ways on from a refusal.
export const entryPage = async ([key]: string[]): Promise<Page> => {
  const found = await find(key!);
  if (!found) return outboxPage();
  const { row, entry, answer } = found;
  const [tone, sign] = STATES[row.state];
  const is_refused = row.state === "refused";
  // Of a person whose file has left this telephone nobody knows here what a change would start from.
  const isAway = entry?.verb === "person.change" && !(await caseOf(entry.about ?? ""));
  const can_mend = is_refused && entry !== null && !isAway;
  const ways = h("div.deeds", {}, can_mend ? go(t("mend"), `#/mend/${key}`, "primary", "pencil") : null, is_refused ? button(t("let_go"), () => void drop(key!), "danger", "trash") : null);
  const why = answer?.words ? notice(is_refused ? "danger" : "", "info-circle", h("p", {}, t("house_says")), h("p", {}, h("bdi", {}, answer.words))) : null;
  const head = h("div.page-head", {}, h("div", {}, h("h1", {}, titleOf(entry)), h("p.lede", {}, h("bdi", {}, await whom(entry)), ` ${atOf(row.made_at)}`)));
  return {
    title: t("outbox"),
    main: [
      crumb("#/outbox", t("outbox")), head, h("p", {}, mark(tone, sign, t(`state_${row.state}`)), " ", t(`state_${row.state}_words`)), ...(why ? [why] : []),
      ...(entry && entry.verb !== "form.fill" ? [panel(t("what_it_says"), "", h("div.panel-body", {}, ...values({ ...entry.fields, ...(entry.fields["person"] as Fields | undefined) })))] : []),
      ...(entry ? [] : [notice("", "lock", h("p", {}, t("sealed_words")))]), ways,
    ],
  };
};

export const mendPage = async ([key]: string[]): Promise<Page> => {
  const found = await find(key!);
  if (!found?.entry || found.row.state !== "refused") return outboxPage();
  const mending: Mending = { entry: found.entry, why: found.answer?.words ?? "" };
  if (mending.entry.verb === "case.open") return registerPage([], mending);
  if (mending.entry.verb === "form.fill") return (await mendForm(key!)) ?? entryPage([key!]);
  const page = mending.entry.verb === "person.change" ? await mendPerson(mending) : await mendDeed(mending);
  return page ?? entryPage([key!]);
};
