// The frame around every page: the name, the lock, what is unsent (always in sight), the bar.
import { button, h, icon } from "./dom";
import { isNewer, renew } from "./installing";
import { counted, type Count } from "./outbox";
import { path, settle, type Page } from "./router";
import { going, sync } from "./sync";
import { lock, lockNow, now } from "./vault";
import { count, number, since, t } from "./words";

export const lockAway = async (): Promise<void> => {
  await settle();
  lock();
};

const PLACES: [to: string, sign: string, words: string][] = [
  ["/", "folder", "cases_short"], ["/forms", "clipboard-list", "forms_short"], ["/write", "plus", "new_short"], ["/outbox", "cloud-upload", "outbox_short"], ["/settings", "adjustments", "settings_short"],
];

const isHere = (where: string, there: string): boolean =>
  there === "/" ? where === "/" || where.startsWith("/case/") : where.startsWith(there);

const bar = (unsent: number): HTMLElement[] =>
  PLACES.map(([there, sign, words]) => {
    const here = isHere(path(), there);
    const many = there === "/outbox" && unsent ? ` (${number(unsent)})` : "";
    return h(`a${there === "/write" ? ".foot-new" : ""}`, { href: `#${there}`, "aria-current": here ? "page" : null }, icon(sign), h("span", {}, t(words) + many));
  });

const begin = ({ all, since: first }: Count): string =>
  first ? count("n_unsent_since", all, { since: since(first) }) : count("n_unsent", all);

const strip = (unsent: Count): [good: boolean, sign: string, strong: string, rest: string] => {
  if (going.step === "taking") return [!unsent.all, "download", t("taking"), going.of ? t("taken_of", { came: number(going.came), of: number(going.of) }) : ""];
  if (going.step === "sending") return [false, "cloud-upload", begin(unsent), t("sending")];
  if (unsent.refused) return [false, "alert-triangle", begin(unsent), count("n_refused", unsent.refused)];
  if (!navigator.onLine) return [!unsent.all, "wifi-off", unsent.all ? begin(unsent) : t("no_signal"), t(unsent.all ? "kept_here" : "will_be_kept")];
  if (unsent.all) return [false, "cloud-upload", begin(unsent), t("kept_here")];
  return [true, "circle-check", t("all_sent"), going.stopped === "sign_in" && now() ? t("sign_in_to_renew") : ""];
};

let said = "";

// Told aloud when it changes, and not with every page.
export const drawStrip = async (): Promise<void> => {
  const unsent = await counted();
  const is_new = !unsent.all && (await lockNow()) === "new"; // nothing was ever written here
  const place = document.getElementById("unsent")!;
  const [is_good, sign, strong, rest] = strip(unsent);
  place.hidden = is_new && !isNewer();
  place.classList.toggle("unsent-none", is_good);
  const words = `${strong} ${rest} ${isNewer()}`;
  if (words !== said) {
    said = words;
    const deed = isNewer() ? button(t("use_newer"), () => void settle().then(renew)) : unsent.all && !going.is_going ? button(t("send_now"), () => void sync(true)) : null;
    place.replaceChildren(icon(sign), h("span", {}, h("strong", {}, strong), ` ${rest}`), ...(deed ? [deed] : []));
  }
  if (now()) document.getElementById("foot")!.replaceChildren(...bar(unsent.all));
};

export const drawFrame = (page: Page): void => {
  const is_open = now() !== null;
  said = "";
  document.getElementById("brand")!.textContent = t("field");
  document.querySelector(".skip")!.textContent = t("skip");
  const shut = h("button.roof-button", { type: "button", click: () => void lockAway() }, icon("lock"), h("span", {}, t("lock")));
  const out = h("a.roof-button", { href: "/" }, icon("door-exit"), h("span", {}, t("to_the_house")));
  document.getElementById("roof-end")!.replaceChildren(is_open ? shut : out);
  const foot = document.getElementById("foot")!;
  foot.setAttribute("aria-label", t("field"));
  foot.hidden = !is_open || page.isAlone === true;
  void drawStrip();
};

