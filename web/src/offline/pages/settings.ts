// The device: its settings, setting it up, and unlocking it.
import { type Fields, loadCases } from "../case_record";
import { isStrong } from "../crypto";
import { alertBox, button, h, icon, linkButton, panel } from "../dom";
import { fieldOf, formPage, type Question } from "../form_fields";
import { canInstall, confirmAction, install, lockApp, showToast } from "../layout";
import { loadDrafts } from "../outbox";
import { type Page, show, to } from "../router";
import { fetchState, registerDevice, RequestRefused, type ServerState } from "../server";
import { about, type About, store } from "../store";
import { sync } from "../sync";
import { count, currentLanguage, day, hour, LANGUAGES, loadLanguage, number, several, t } from "../translations";
import { changePassphrase, daysLeft, type Lock, setUpDevice, unlock, wipe } from "../vault";
import { isDiscreet, loadDiscreet } from "./components";

const saveOwn = async (what: { language?: string; is_discreet?: boolean }): Promise<void> => {
  const own = (await store.notes.get("own")) as object | undefined;
  await store.notes.put({ id: "own", language: currentLanguage(), is_discreet: false, ...own, ...what });
};

const languages = (): HTMLElement =>
  h("div.languages", {}, ...LANGUAGES.map(([code, name]) =>
    h("button.btn", { type: "button", lang: code, "aria-current": code === currentLanguage() ? "true" : null, click: () => void chooseLanguage(code) }, name)));

const chooseLanguage = async (code: string): Promise<void> => {
  try {
    await loadLanguage(code);
  } catch {
    return showToast(t("language_needs_signal"), "wifi-off");
  }
  await saveOwn({ language: code });
  await show(false);
};

const DISCREET: Question = { name: "discreet", kind: "tick", label: "discreet", hint: "discreet_hint" };

const discretion = (): HTMLElement => {
  const field = fieldOf(DISCREET, isDiscreet());
  field.addEventListener("change", (event) => void saveOwn({ is_discreet: (event.target as HTMLInputElement).checked }).then(loadDiscreet));
  return field;
};

const fact = (name: string, value: string): HTMLElement => h("div", {}, h("dt", {}, name), h("dd", {}, value));

const mega = (bytes: number): string => `\u2068${number(Math.max(1, Math.round(bytes / 1e6)))} MB\u2069`;

const storage = async (): Promise<HTMLElement> => {
  const kept = await navigator.storage?.persisted?.().catch(() => false);
  const used = (await navigator.storage?.estimate?.())?.usage ?? 0;
  const ask = async (): Promise<void> => {
    showToast(t((await navigator.storage.persist()) ? "kept_for_good" : "not_kept_for_good"), "device-mobile");
    await show(false);
  };
  return h("div.stackd", {}, h("dl.summary-facts", {}, fact(t("storage"), t(kept ? "kept_for_good" : "not_kept_for_good")), fact(t("storage_used"), mega(used))),
    kept ? null : h("div.actions", {}, button(t("keep_for_good"), () => void ask(), "", "shield-check")));
};

export const settingsPage = async (): Promise<Page> => {
  const note = (await about())!;
  const left = daysLeft(note);
  const taken = note.taken_at ? several(day(new Date(note.taken_at)), hour(new Date(note.taken_at))) : t("never");
  const body = (...inside: (Node | null)[]): HTMLElement => h("div.panel-body", {}, ...inside);
  return {
    title: t("settings"),
    main: [
      h("div.page-head", {}, h("div", {}, h("h1", {}, t("settings")), h("p.lede", {}, h("bdi", {}, note.name)))),
      panel(t("this_telephone"), "", body(
        h("dl.summary-facts", {}, fact(t("expires"), count("days", left)), fact(t("last_taken"), taken), fact(t("idle"), count("minutes", note.idle))),
        h("p.soft", {}, t("expires_words")), await storage())),
      panel(t("who_looks"), "", body(discretion(), h("div.actions", {}, button(t("lock_now"), () => void lockApp(), "", "lock")))),
      panel(t("passphrase"), "", body(h("p", {}, t("passphrase_words")), h("div.actions", {}, h("a.btn", { href: "#/settings/passphrase" }, t("change_passphrase"))))),
      panel(t("language"), "", body(languages())),
      canInstall() ? panel(t("install"), "", body(h("p", {}, t("install_words")), h("div.actions", {}, button(t("install_now"), () => void install(), "", "download")))) : alertBox("", "device-mobile", h("p", {}, t("install_by_menu"))),
    ],
  };
};

const OLD: Question = { name: "old", kind: "passphrase", label: "passphrase_now", must: true };

export const passphrasePage = (): Page =>
  formPage({
    title: t("change_passphrase"), back: "#/settings", sections: [{ asks: [OLD, ...PASSPHRASE] }], verb: t("change_passphrase"),
    save: async (all): Promise<string | void> => {
      if (!(await changePassphrase(String(all["old"]), String(all["passphrase"])))) return t("passphrase_other");
      showToast(t("passphrase_changed"));
      to("/settings", true);
    },
  });

// Setting up: who you are, what the device is called, the passphrase, the first caseload.
const SIGN_IN = "/sign-in/?next=/campo/";

const NAME: Question = { name: "name", kind: "line", label: "telephone_name", hint: "telephone_name_hint", must: true, most: 60 };
export const PASSPHRASE: Question[] = [
  { name: "passphrase", kind: "passphrase", label: "passphrase", hint: "passphrase_hint", must: true, check: (value) => (isStrong(String(value)) ? null : "passphrase_weak") },
  { name: "again", kind: "passphrase", label: "passphrase_again", must: true, check: (value, all) => (value === all["passphrase"] ? null : "passphrase_differs") },
];

const noticePage = (title: string, ...inside: (Node | string)[]): Page => ({
  title: t("field"), main: [h("div.page-head", {}, h("div", {}, h("h1", {}, title))), ...inside.map((each) => (typeof each === "string" ? h("p", {}, each) : each))], isAlone: true,
});

const isSupported = (): boolean => Boolean(window.isSecureContext && globalThis.crypto?.subtle && "locks" in navigator);

export const emptiedNotice = (): HTMLElement =>
  alertBox("warn", "shield-check", h("p", {}, h("strong", {}, t("emptied_title"))), h("p", {}, t("emptied_words")));

// `why` says whether something lay here before and was destroyed.
export const setUpPage = async (why: Lock): Promise<Page> => {
  const before = why === "emptied" ? [emptiedNotice()] : [];
  if (!isSupported()) return noticePage(t("set_up"), alertBox("danger", "alert-triangle", h("p", {}, t("not_able"))));
  const here = await fetchState().catch(() => null);
  if (!here) return noticePage(t("set_up"), ...before, alertBox("", "wifi-off", h("p", {}, t("set_up_needs_signal"))));
  if (!here.user) return noticePage(t("set_up"), ...before, t("set_up_lede"), h("p", {}, linkButton(t("sign_in"), SIGN_IN, "primary", "login")));
  const user = here.user;
  const lede = h("p.lede", {}, t("set_up_for", { name: user.name }));
  const promises = alertBox("", "shield-check", h("p", {}, count("promise_days", here.settings.days)), h("p", {}, count("promise_tries", here.settings.tries)));
  return formPage({
    title: t("set_up"), about: lede, back: "/", before: [...before, promises],
    sections: [{ asks: [NAME, ...PASSPHRASE] }], verb: t("set_up_now"),
    save: (all) => save(all, here, user),
  });
};

const save = async (all: Fields, here: ServerState, user: NonNullable<ServerState["user"]>): Promise<string | void> => {
  const name = String(all["name"]);
  let given;
  try {
    // Asked anew: since this page was drawn, another tab may have been given another token.
    given = await registerDevice(name, (await fetchState()).csrf);
  } catch (reason) {
    if (reason instanceof RequestRefused) return reason.text || t("not_saved");
    return t("set_up_needs_signal");
  }
  const { days, tries, idle_minutes } = here.settings;
  const time = Date.now();
  await setUpDevice(given, String(all["passphrase"]), {
    name, holder: { ref: user.ref, initials: user.initials }, box: here.box, days, tries, idle: idle_minutes,
    contact_at: time, seen_at: time, taken_at: 0, cases: 0, lists: "", waiting: 0,
  });
  await navigator.storage?.persist?.();
  showToast(t("set_up_done"));
  to("/", true);
  void sync(true);
};

export const setUpForAnother = async (): Promise<boolean> => confirmAction(t("for_another_title"), t("for_another_words"), t("for_another_verb"));

// Unlocking: the passphrase opens it, and what waits is sent also while it is locked.
let lastProblem = "";

export const unlockPage = (note: About): Page => {
  const input = h("input.form-control", {
    id: "passphrase", type: "password", autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: 200,
    "aria-describedby": lastProblem ? "unlock-wrong" : null, "aria-invalid": lastProblem ? "true" : null, "data-focus": true,
  }) as HTMLInputElement;
  const verb = h("button.btn.btn-primary.btn-wide", { type: "submit" }, icon("lock"), t("unlock")) as HTMLButtonElement;
  const error = lastProblem ? h("p.field-error", { id: "unlock-wrong", role: "alert" }, icon("exclamation-circle"), lastProblem) : null;
  const field = h(`div.field${lastProblem ? ".field-bad" : ""}`, {}, h("label", { for: "passphrase" }, t("passphrase")), error, input);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (verb.disabled || !input.value) return input.focus();
    verb.disabled = true;
    verb.lastChild!.textContent = t("unlocking");
    await tryPassphrase(input.value);
  };
  const form = h("form.form", { submit: (event) => void submit(event), novalidate: true }, field, verb);
  const left = daysLeft(note);
  const another = h("details", {}, h("summary", {}, t("forgotten")), h("div.stackd", {}, h("p", {}, t("forgotten_words")),
    h("p", {}, button(t("for_another"), () => void forAnother(), "danger"))));
  return {
    title: t("field"), isAlone: true,
    main: [
      h("div.page-head", {}, h("div", {}, h("h1", {}, t("locked")), h("p.lede", {}, t("locked_words", { telephone: note.name, holder: note.holder.initials })))),
      left <= 5 ? alertBox("warn", "clock", h("p", {}, h("strong", {}, count("days_left", left)), " ", t("days_left_words"))) : h("p.small.soft", {}, count("days_left", left)),
      h("section.panel", { "aria-label": t("unlock") }, h("div.panel-body", {}, form)), another,
    ],
  };
};

const tryPassphrase = async (passphrase: string): Promise<void> => {
  const result = await unlock(passphrase);
  lastProblem = typeof result === "number" && result > 0 ? count("wrong_passphrase", result) : "";
  if (result === "open") {
    await Promise.all([loadCases(), loadDrafts()]);
    void sync();
  }
  await show(true);
};

const forAnother = async (): Promise<void> => {
  if (!(await setUpForAnother())) return;
  await wipe();
  await show(true);
};
