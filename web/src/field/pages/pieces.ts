// Pieces that several pages share: a person by name or by initials, a risk, a thing not sent yet.
import { today } from "../days";
import { h, ladder, mark } from "../dom";
import type { Shown } from "../pending";
import { store } from "../store";
import { count, day, label, t } from "../words";

let is_discreet = false;

export const discreet = (): boolean => is_discreet;

export const lookDiscreet = async (): Promise<void> => {
  const own = (await store.notes.get("own")) as { is_discreet?: boolean } | undefined;
  is_discreet = own?.is_discreet ?? false;
};

// In a crowded room: initials and the number, never the name.
export const called = (file: Shown): string => (is_discreet ? file.initials || "·" : file.title || t("no_name"));

export const risk = (band: string): HTMLElement =>
  h(`span.risk.risk-${band}`, {}, ladder(band), label("risk", band));

const isOverdue = (due: string | null): boolean => Boolean(due && due < today());

export const nextWords = (file: Shown): string => {
  if (file.is_new) return t("registered_here");
  if (!file.next_due_on) return t("no_next");
  return t(isOverdue(file.next_due_on) ? "overdue_since" : "next_on", { day: day(file.next_due_on) });
};

const SHAPES: Record<string, string> = { family: ".person-family", community: ".person-place", institution: ".person-place" };

export const personLink = (file: Shown, to: string): HTMLElement =>
  h(`a.person${SHAPES[file.subject] ?? ""}`, { href: to }, h("span.person-mark", { "aria-hidden": "true" }, file.initials),
    h("span.person-words", {}, h("bdi.person-name", {}, called(file)), h("span.person-more", {}, h("bdi.code", {}, file.number || t("no_number"))), h("span.person-more", {}, nextWords(file))));

export const notSent = (entry: string | undefined): HTMLElement | null =>
  entry === undefined ? null : entry ? mark("warn", "hourglass", t("not_sent")) : mark("", "circle-check", t("sent_since"));

export const pendingMark = (file: Shown): HTMLElement | null =>
  file.pending ? mark("warn", "hourglass", count("pending", file.pending)) : null;

export const crumb = (to: string, words: string): HTMLElement =>
  h("nav.crumb", { "aria-label": t("way_back") }, h("a", { href: to }, words));
