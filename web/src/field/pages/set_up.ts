// Setting this telephone up: who you are, what it is called, the passphrase, the first caseload.
import type { Fields } from "../case_file";
import { go, h, notice } from "../dom";
import type { Ask } from "../fields";
import { writing } from "../form_page";
import * as house from "../house";
import { to, type Page } from "../router";
import { said, sure } from "../said";
import { isStrong } from "../strength";
import { sync } from "../sync";
import { setUp, type Lock } from "../vault";
import { count, t } from "../words";

const SIGN_IN = "/sign-in/?next=/campo/";

const NAME: Ask = { name: "called", kind: "line", label: "telephone_name", hint: "telephone_name_hint", must: true, most: 60 };
export const PASSPHRASE: Ask[] = [
  { name: "passphrase", kind: "passphrase", label: "passphrase", hint: "passphrase_hint", must: true, check: (value) => (isStrong(String(value)) ? null : "passphrase_weak") },
  { name: "again", kind: "passphrase", label: "passphrase_again", must: true, check: (value, all) => (value === all["passphrase"] ? null : "passphrase_differs") },
];

const alone = (title: string, ...inside: (Node | string)[]): Page => ({
  title: t("field"), main: [h("div.page-head", {}, h("div", {}, h("h1", {}, title))), ...inside.map((each) => (typeof each === "string" ? h("p", {}, each) : each))], isAlone: true,
});

const unlockable = (): boolean => Boolean(window.isSecureContext && globalThis.crypto?.subtle && "locks" in navigator);

export const emptiedNotice = (): HTMLElement =>
  notice("warn", "shield-check", h("p", {}, h("strong", {}, t("emptied_title"))), h("p", {}, t("emptied_words")));

// `why` says whether something lay here before and was destroyed.
export const setUpPage = async (why: Lock): Promise<Page> => {
  const before = why === "emptied" ? [emptiedNotice()] : [];
  if (!unlockable()) return alone(t("set_up"), notice("danger", "alert-triangle", h("p", {}, t("not_able"))));
  const here = await house.state().catch(() => null);
  if (!here) return alone(t("set_up"), ...before, notice("", "wifi-off", h("p", {}, t("set_up_needs_signal"))));
  if (!here.user) return alone(t("set_up"), ...before, t("set_up_lede"), h("p", {}, go(t("sign_in"), SIGN_IN, "primary", "login")));
  const user = here.user;
  const lede = h("p.lede", {}, t("set_up_for", { name: user.name }));
  const promises = notice("", "shield-check", h("p", {}, count("promise_days", here.settings.days)), h("p", {}, count("promise_tries", here.settings.tries)));
  return writing({
    title: t("set_up"), about: lede, back: "/", before: [...before, promises],
    sections: [{ asks: [NAME, ...PASSPHRASE] }], verb: t("set_up_now"),
    save: (all) => save(all, here, user),
  });
};

const save = async (all: Fields, here: house.Here, user: NonNullable<house.Here["user"]>): Promise<string | void> => {
  const called = String(all["called"]);
  let given;
  try {
    // Asked anew: since this page was drawn, another tab may have been given another token.
    given = await house.register(called, (await house.state()).csrf);
  } catch (reason) {
    if (reason instanceof house.Refused) return reason.words || t("not_saved");
    return t("set_up_needs_signal");
  }
  const { days, tries, idle_minutes } = here.settings;
  const time = Date.now();
  await setUp(given, String(all["passphrase"]), {
    called, holder: { ref: user.ref, initials: user.initials }, box: here.box, days, tries, idle: idle_minutes,
    contact_at: time, seen_at: time, taken_at: 0, cases: 0, lists: "", waiting: 0,
  });
  await navigator.storage?.persist?.();
  said(t("set_up_done"));
  to("/", true);
  void sync(true);
};

export const setUpForAnother = async (): Promise<boolean> => sure(t("for_another_title"), t("for_another_words"), t("for_another_verb"));
