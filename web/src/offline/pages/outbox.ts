// What was written and is not with the house yet, in sight and in words; and what became of the rest.
import { findEvent, findSession } from "../attendance";
import { caseOf, type Entry, type Fields, nameOf } from "../case_record";
import { alertBox, badge, button, h, icon, linkButton, panel } from "../dom";
import { confirmAction, showToast } from "../layout";
import { answeredEntries, countOutbox, discardEntry, dismissEntry, findEntry, type OutboxItem, unsentEntries } from "../outbox";
import { findObservation, GIVE } from "../observation";
import { MARK } from "../practice";
import { type Page, show, to } from "../router";
import { about, type OutboxRow, type SentRow } from "../store";
import { exportOutbox, importOutbox, sync, syncState } from "../sync";
import { count, day, hour, several, t } from "../translations";
import { lockState, openVault } from "../vault";
import { correctAction, type Correction } from "./action";
import { backLink, displayName } from "./components";
import { correctForm } from "./forms";
import { correctObservation } from "./observation";
import { correctPerson, registerPage } from "./person";
import { emptiedNotice } from "./settings";

const STATES: Record<OutboxRow["state"], [tone: string, sign: string]> = {
  waits: ["warn", "hourglass"], held: ["info", "clock"], refused: ["danger", "x"], unreadable: ["danger", "alert-triangle"],
};

const subjectOf = async (entry: Entry | null): Promise<string> => {
  if (!entry) return "";
  if (entry.verb === "case.open") return nameOf(entry.fields["person"] as Fields);
  if (entry.verb.startsWith("attendance.")) return findSession(entry.about ?? "")?.session.title ?? "";
  if (entry.verb === MARK) return findEvent(entry.about ?? "")?.title ?? "";
  if (entry.verb === GIVE) return findObservation(entry.about ?? "")?.title ?? "";
  const file = entry.about ? await caseOf(entry.about) : undefined;
  return file ? displayName(file) : "";
};

const titleOf = (entry: Entry | null): string => t(entry ? `verb_${entry.verb.replace(".", "_")}` : "verb_sealed");
const atOf = (made: string): string => several(day(made), hour(made));

const unsentRow = async ({ row, entry }: OutboxItem<OutboxRow>): Promise<HTMLElement> => {
  const [tone, sign] = STATES[row.state];
  return h("li.task.task-slim", {}, h("div.task-what", {}, h("a", { href: `#/outbox/${row.key}` }, titleOf(entry)),
    h("span.task-who", {}, h("bdi", {}, await subjectOf(entry)), h("span", {}, atOf(row.made_at)))), badge(tone, sign, t(`state_${row.state}`)));
};

const answeredRow = async ({ row, entry, answer }: OutboxItem<SentRow>): Promise<HTMLElement> =>
  h("li.task.task-slim", {}, h("div.task-what", {}, h("span.strong", {}, titleOf(entry)), h("span.task-who", {}, h("bdi", {}, await subjectOf(entry))),
    h("span", {}, t(`told_${row.state}`)), answer?.text ? h("bdi.small", {}, answer.text) : null),
  button(t("understood"), () => void dismissEntry(row.key).then(() => show(false))));

const stopped = (): HTMLElement | null => {
  if (!syncState.stopped || !navigator.onLine) return null;
  const text = h("p", {}, t(`stopped_${syncState.stopped}`));
  if (syncState.stopped === "sign_in" || syncState.stopped === "other") return alertBox("warn", "login", text, h("p", {}, linkButton(t("sign_in"), "/sign-in/?next=/campo/", "", "login")));
  return alertBox("warn", "cloud-off", text);
};

const importField = (): HTMLElement => {
  const input = h("input.form-control", { id: "import-file", type: "file", accept: ".json,application/json", change: () => void importFile(input as HTMLInputElement) });
  return h("div.field", {}, h("label", { for: "import-file" }, t("bring_file")), h("p.field-hint", {}, t("bring_file_hint")), input);
};

const importFile = async (input: HTMLInputElement): Promise<void> => {
  const file = input.files?.[0];
  if (!file) return;
  const taken = await importOutbox(file).catch(() => null);
  showToast(taken === null ? t("bring_failed") : count("bring_done", taken), taken === null ? "alert-triangle" : "circle-check");
  input.value = "";
};

const exportFile = async (): Promise<void> => {
  const saved = await exportOutbox();
  if (saved) showToast(count("saved_file", saved), "download");
};

export const outboxPage = async (): Promise<Page> => {
  const [waits, ends, note, total] = [await unsentEntries(), await answeredEntries(), await about(), await countOutbox()];
  const is_shut = openVault() === null;
  const kept = await Promise.all(waits.map(unsentRow));
  const read = is_shut ? [] : await Promise.all(ends.filter(({ row }) => row.state !== "done").map(answeredRow));
  const empty = h("div.empty-state", {}, icon("circle-check"), h("strong", {}, t("all_sent")), h("span", {}, t("all_sent_words")));
  const emptied = (await lockState()) === "emptied" ? [emptiedNotice()] : [];
  const back = is_shut ? [backLink("#/", t("unlock"))] : [];
  return {
    title: t("outbox"),
    main: [
      ...back, h("div.page-head", {}, h("div", {}, h("h1", {}, t("outbox")), h("p.lede", {}, t("outbox_lede"))),
        h("div.actions", {}, button(t(syncState.is_going ? "going_on" : "sync_now"), () => void sync(true), "primary", "refresh"))),
      ...emptied, ...[stopped()].filter((piece) => piece !== null),
      panel(t("unsent"), total.all ? String(total.all) : "", total.all ? h("ul.tasks", { role: "list" }, ...kept) : empty),
      ...(read.length ? [panel(t("told"), String(read.length), h("ul.tasks", { role: "list" }, ...read))] : []),
      ...(note?.waiting ? [alertBox("", "users", h("p", {}, count("waiting", note.waiting)))] : []),
      panel(t("by_hand"), "", h("div.panel-body", {}, h("p", {}, t("by_hand_words")),
        h("div.actions", {}, total.all ? button(t("save_file"), () => void exportFile(), "", "download") : null), importField())),
    ],
  };
};

const values = (fields: Fields): HTMLElement[] =>
  Object.entries(fields).flatMap(([, value]) => {
    const shown = typeof value === "object" && value !== null && "now" in value ? (value as { now: unknown }).now : value;
    return typeof shown === "string" && shown && shown.length > 3 ? [h("p", {}, h("bdi.quoted-text", {}, shown))] : [];
  });

const discard = async (key: string): Promise<void> => {
  if (!(await confirmAction(t("discard_title"), t("discard_words"), t("discard")))) return;
  await discardEntry(key);
  void sync();
  showToast(t("discard_done"));
  to("/outbox");
};

// One of them: what it says, where it stands, and the ways on from a refusal.
export const entryPage = async ([key]: string[]): Promise<Page> => {
  const found = await findEntry(key!);
  if (!found) return outboxPage();
  const { row, entry, answer } = found;
  const [tone, sign] = STATES[row.state];
  const is_refused = row.state === "refused";
  // Of a person whose file has left this telephone nobody knows here what a change would start from.
  const isAway = entry?.verb === "person.change" && !(await caseOf(entry.about ?? ""));
  const isMark = entry?.verb.startsWith("attendance.") || entry?.verb === MARK; // marked anew on the page of the session
  const can_mend = is_refused && entry !== null && !isAway && !isMark;
  const may_discard = is_refused && (entry !== null || (await lockState()) === "emptied");
  const ways = h("div.actions", {}, can_mend ? linkButton(t("mend"), `#/mend/${key}`, "primary", "pencil") : null, may_discard ? button(t("discard"), () => void discard(key!), "danger", "trash") : null);
  const why = answer?.text ? alertBox(is_refused ? "danger" : "", "info-circle", h("p", {}, t("house_says")), h("p", {}, h("bdi", {}, answer.text))) : null;
  const head = h("div.page-head", {}, h("div", {}, h("h1", {}, titleOf(entry)), h("p.lede", {}, h("bdi", {}, await subjectOf(entry)), ` ${atOf(row.made_at)}`)));
  return {
    title: t("outbox"),
    main: [
      backLink("#/outbox", t("outbox")), head, h("p", {}, badge(tone, sign, t(`state_${row.state}`)), " ", t(`state_${row.state}_words`)), ...(why ? [why] : []),
      ...(entry && entry.verb !== "form.fill" ? [panel(t("what_it_says"), "", h("div.panel-body", {}, ...values({ ...entry.fields, ...(entry.fields["person"] as Fields | undefined) })))] : []),
      ...(entry ? [] : [alertBox("", "lock", h("p", {}, t("sealed_words")))]), ways,
    ],
  };
};

export const correctionPage = async ([key]: string[]): Promise<Page> => {
  const found = await findEntry(key!);
  if (!found?.entry || found.row.state !== "refused") return outboxPage();
  const correction: Correction = { entry: found.entry, why: found.answer?.text ?? "" };
  if (correction.entry.verb === "case.open") return registerPage([], correction);
  if (correction.entry.verb === "form.fill") return (await correctForm(key!)) ?? entryPage([key!]);
  if (correction.entry.verb === GIVE) return correctObservation(correction);
  const page = correction.entry.verb === "person.change" ? await correctPerson(correction) : await correctAction(correction);
  return page ?? entryPage([key!]);
};
