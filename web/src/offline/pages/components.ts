// Pieces that several pages share: a person by name or by initials, a risk, a thing not sent yet.
import type { ShownCase } from "../case_record";
import { badge, h, riskLadder } from "../dom";
import { store } from "../store";
import { count, day, label, t, today } from "../translations";

let hidesNames = false;

export const isDiscreet = (): boolean => hidesNames;

export const loadDiscreet = async (): Promise<void> => {
  const own = (await store.notes.get("own")) as { is_discreet?: boolean } | undefined;
  hidesNames = own?.is_discreet ?? false;
};

// In a crowded room: initials and the number, never the name.
export const displayName = (file: ShownCase): string => (hidesNames ? file.initials || "·" : file.title || t("no_name"));

export const riskBadge = (band: string): HTMLElement =>
  h(`span.risk.risk-${band}`, {}, riskLadder(band), label("risk", band));

const isOverdue = (due: string | null): boolean => Boolean(due && due < today());

export const nextText = (file: ShownCase): string => {
  if (file.is_new) return t("registered_here");
  if (!file.next_due_on) return t("no_next");
  return t(isOverdue(file.next_due_on) ? "overdue_since" : "next_on", { day: day(file.next_due_on) });
};

const SHAPES: Record<string, string> = { family: ".person-family", community: ".person-place", institution: ".person-place" };

export const personLink = (file: ShownCase, to: string): HTMLElement =>
  h(`a.person${SHAPES[file.subject] ?? ""}`, { href: to }, h("span.person-mark", { "aria-hidden": "true" }, file.initials),
    h("span.person-text", {}, h("bdi.person-name", {}, displayName(file)), h("span.person-more", {}, h("bdi.code", {}, file.number || t("no_number"))), h("span.person-more", {}, nextText(file))));

export const notSent = (entry: string | undefined): HTMLElement | null =>
  entry === undefined ? null : entry ? badge("warn", "hourglass", t("not_sent")) : badge("", "circle-check", t("sent_since"));

export const pendingMark = (file: ShownCase): HTMLElement | null =>
  file.pending ? badge("warn", "hourglass", count("pending", file.pending)) : null;

export const backLink = (to: string, words: string): HTMLElement =>
  h("nav.crumb", { "aria-label": t("way_back") }, h("a", { href: to }, words));
