// This telephone: the passphrase, the language, who looks over the shoulder, how long it lasts.
import { button, h, notice, panel } from "../dom";
import { fieldOf, type Ask } from "../fields";
import { writing } from "../form_page";
import { installable, install } from "../installing";
import { show, to, type Page } from "../router";
import { said } from "../said";
import { about, store } from "../store";
import { changePassphrase, daysLeft } from "../vault";
import { count, day, hour, LANGUAGES, number, several, speak, t, tongue } from "../words";
import { discreet, lookDiscreet } from "./pieces";
import { lockAway } from "../roof";
import { PASSPHRASE } from "./set_up";

const keepOwn = async (what: { language?: string; is_discreet?: boolean }): Promise<void> => {
  const own = (await store.notes.get("own")) as object | undefined;
  await store.notes.put({ id: "own", language: tongue(), is_discreet: false, ...own, ...what });
};

const languages = (): HTMLElement =>
  h("div.tongues", {}, ...LANGUAGES.map(([code, name]) =>
    h("button.btn", { type: "button", lang: code, "aria-current": code === tongue() ? "true" : null, click: () => void choose(code) }, name)));

const choose = async (code: string): Promise<void> => {
  try {
    await speak(code);
  } catch {
    return said(t("language_needs_signal"), "wifi-off");
  }
  await keepOwn({ language: code });
  await show(false);
};

const DISCREET: Ask = { name: "discreet", kind: "tick", label: "discreet", hint: "discreet_hint" };

const discretion = (): HTMLElement => {
  const field = fieldOf(DISCREET, discreet());
  field.addEventListener("change", (event) => void keepOwn({ is_discreet: (event.target as HTMLInputElement).checked }).then(lookDiscreet));
  return field;
};

const fact = (name: string, value: string): HTMLElement => h("div", {}, h("dt", {}, name), h("dd", {}, value));

const mega = (bytes: number): string => `\u2068${number(Math.max(1, Math.round(bytes / 1e6)))} MB\u2069`;

const storage = async (): Promise<HTMLElement> => {
  const kept = await navigator.storage?.persisted?.().catch(() => false);
  const used = (await navigator.storage?.estimate?.())?.usage ?? 0;
  const ask = async (): Promise<void> => {
    said(t((await navigator.storage.persist()) ? "kept_for_good" : "not_kept_for_good"), "device-mobile");
    await show(false);
  };
  return h("div.stackd", {}, h("dl.summary-facts", {}, fact(t("storage"), t(kept ? "kept_for_good" : "not_kept_for_good")), fact(t("storage_used"), mega(used))),
    kept ? null : h("div.deeds", {}, button(t("keep_for_good"), () => void ask(), "", "shield-check")));
};

export const settingsPage = async (): Promise<Page> => {
  const note = (await about())!;
  const left = daysLeft(note);
  const taken = note.taken_at ? several(day(new Date(note.taken_at)), hour(new Date(note.taken_at))) : t("never");
  const body = (...inside: (Node | null)[]): HTMLElement => h("div.panel-body", {}, ...inside);
  return {
    title: t("settings"),
    main: [
      h("div.page-head", {}, h("div", {}, h("h1", {}, t("settings")), h("p.lede", {}, h("bdi", {}, note.called)))),
      panel(t("this_telephone"), "", body(
        h("dl.summary-facts", {}, fact(t("expires"), count("days", left)), fact(t("last_taken"), taken), fact(t("idle"), count("minutes", note.idle))),
        h("p.soft", {}, t("expires_words")), await storage())),
      panel(t("who_looks"), "", body(discretion(), h("div.deeds", {}, button(t("lock_now"), () => void lockAway(), "", "lock")))),
      panel(t("passphrase"), "", body(h("p", {}, t("passphrase_words")), h("div.deeds", {}, h("a.btn", { href: "#/settings/passphrase" }, t("change_passphrase"))))),
      panel(t("language"), "", body(languages())),
      installable() ? panel(t("install"), "", body(h("p", {}, t("install_words")), h("div.deeds", {}, button(t("install_now"), () => void install(), "", "download")))) : notice("", "device-mobile", h("p", {}, t("install_by_menu"))),
    ],
  };
};

const OLD: Ask = { name: "old", kind: "passphrase", label: "passphrase_now", must: true };

export const passphrasePage = (): Page =>
  writing({
    title: t("change_passphrase"), back: "#/settings", sections: [{ asks: [OLD, ...PASSPHRASE] }], verb: t("change_passphrase"),
    save: async (all): Promise<string | void> => {
      if (!(await changePassphrase(String(all["old"]), String(all["passphrase"])))) return t("passphrase_other");
      said(t("passphrase_changed"));
      to("/settings", true);
    },
  });
