// The frame around every page: header, status line of what is unsent, navigation, toasts, confirmations,
// installation and updates of the app.
import { button, h, icon } from "./dom";
import { type Count, countOutbox } from "./outbox";
import { type Page, path, settle } from "./router";
import { sync, syncState } from "./sync";
import { count, number, since, t } from "./translations";
import { lock, lockState, openVault } from "./vault";

export const lockApp = async (): Promise<void> => {
  await settle();
  lock();
};

const PLACES: [to: string, sign: string, text: string][] = [
  ["/", "folder", "cases_short"], ["/forms", "clipboard-list", "forms_short"], ["/write", "plus", "new_short"], ["/outbox", "cloud-upload", "outbox_short"], ["/settings", "adjustments", "settings_short"],
];

const isHere = (where: string, there: string): boolean =>
  there === "/" ? where === "/" || where.startsWith("/case/") : where.startsWith(there);

const navigationLinks = (unsent: number): HTMLElement[] =>
  PLACES.map(([there, sign, text]) => {
    const here = isHere(path(), there);
    const many = there === "/outbox" && unsent ? ` (${number(unsent)})` : "";
    return h(`a${there === "/write" ? ".foot-new" : ""}`, { href: `#${there}`, "aria-current": here ? "page" : null }, icon(sign), h("span", {}, t(text) + many));
  });

const unsentText = ({ all, since: first }: Count): string =>
  first ? count("n_unsent_since", all, { since: since(first) }) : count("n_unsent", all);

const statusOf = (unsent: Count): [good: boolean, sign: string, strong: string, rest: string] => {
  if (syncState.step === "taking") return [!unsent.all, "download", t("taking"), syncState.of ? t("taken_of", { came: number(syncState.came), of: number(syncState.of) }) : ""];
  if (syncState.step === "sending") return [false, "cloud-upload", unsentText(unsent), t("sending")];
  if (unsent.refused) return [false, "alert-triangle", unsentText(unsent), count("n_refused", unsent.refused)];
  if (!navigator.onLine) return [!unsent.all, "wifi-off", unsent.all ? unsentText(unsent) : t("no_signal"), t(unsent.all ? "kept_here" : "will_be_kept")];
  if (unsent.all) return [false, "cloud-upload", unsentText(unsent), t("kept_here")];
  return [true, "circle-check", t("all_sent"), syncState.stopped === "sign_in" && openVault() ? t("sign_in_to_renew") : ""];
};

let lastStatus = "";

// Told aloud when it changes, and not with every page.
export const drawStatus = async (): Promise<void> => {
  const unsent = await countOutbox();
  const is_new = !unsent.all && (await lockState()) === "new"; // nothing was ever written here
  const place = document.getElementById("unsent")!;
  const [is_good, sign, strong, rest] = statusOf(unsent);
  place.hidden = is_new && !hasUpdate();
  place.classList.toggle("unsent-none", is_good);
  const status = `${strong} ${rest} ${hasUpdate()}`;
  if (status !== lastStatus) {
    lastStatus = status;
    const action = hasUpdate() ? button(t("use_newer"), () => void settle().then(applyUpdate)) : unsent.all && !syncState.is_going ? button(t("send_now"), () => void sync(true)) : null;
    place.replaceChildren(icon(sign), h("span", {}, h("strong", {}, strong), ` ${rest}`), ...(action ? [action] : []));
  }
  if (openVault()) document.getElementById("foot")!.replaceChildren(...navigationLinks(unsent.all));
};

export const drawFrame = (page: Page): void => {
  const is_open = openVault() !== null;
  lastStatus = "";
  document.getElementById("brand")!.textContent = t("field");
  document.querySelector(".skip")!.textContent = t("skip");
  const shut = h("button.header-button", { type: "button", click: () => void lockApp() }, icon("lock"), h("span", {}, t("lock")));
  const out = h("a.header-button", { href: "/" }, icon("door-exit"), h("span", {}, t("to_the_house")));
  document.getElementById("header-end")!.replaceChildren(is_open ? shut : out);
  const foot = document.getElementById("foot")!;
  foot.setAttribute("aria-label", t("field"));
  foot.hidden = !is_open || page.isAlone === true;
  void drawStatus();
};

// What was just done, shown in a corner and read aloud.
export const showToast = (words: string, sign = "circle-check"): void => {
  const close = h("button.btn.btn-square.toast-close", { type: "button", "aria-label": t("close") }, icon("x"));
  document.getElementById("toasts")!.replaceChildren(h("amparo-toast.toast-message", {}, icon(sign), h("span", {}, words), close));
};

export const clearToast = (): void => document.getElementById("toasts")!.replaceChildren();

// Its title asks, its text says what stops and what goes on, its buttons are verbs.
export const confirmAction = (title: string, words: string, verb: string, tone = "danger"): Promise<boolean> =>
  new Promise((decided) => {
    const dialog = h("dialog.confirm-dialog", { "aria-labelledby": "sure-title" }) as HTMLDialogElement;
    const answer = (yes: boolean): void => {
      decided(yes);
      dialog.close();
    };
    dialog.append(
      h("h2", { id: "sure-title" }, title), h("p", {}, words),
      h("div.actions", {}, button(t("leave_it"), () => answer(false)), button(verb, () => answer(true), tone)),
    );
    dialog.addEventListener("close", () => {
      decided(false);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });

// Onto the telephone's own screen, where the browser offers it; and the newer shell when there is one.
interface InstallPrompt extends Event {
  prompt(): Promise<void>;
}

let installPrompt: InstallPrompt | null = null;
let waitingWorker: ServiceWorker | null = null;
let notifyUpdate: () => void = () => {};

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault(); // asked for in the settings, not in the middle of a case
  installPrompt = event as InstallPrompt;
});

export const canInstall = (): boolean => installPrompt !== null;

export const install = async (): Promise<void> => {
  await installPrompt?.prompt();
  installPrompt = null;
};

export const hasUpdate = (): boolean => waitingWorker !== null;
export const onUpdate = (then: () => void): void => void (notifyUpdate = then);

// What was written stays: the outbox and the drafts lie outside of what changes here.
export const applyUpdate = (): void => waitingWorker?.postMessage("take over");

const noteUpdate = (worker: ServiceWorker | null): void => {
  // The first one of all is no upgrade.
  if (!worker || !navigator.serviceWorker.controller) return;
  waitingWorker = worker;
  notifyUpdate();
};

export const registerServiceWorker = async (): Promise<void> => {
  if (!("serviceWorker" in navigator)) return;
  let had = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (had) location.reload();
    had = true;
  });
  const registration = await navigator.serviceWorker.register("/campo/sw.js", { scope: "/campo/", updateViaCache: "none" }).catch(() => null);
  if (!registration) return;
  noteUpdate(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming?.addEventListener("statechange", () => coming.state === "installed" && noteUpdate(coming));
  });
};

export const checkForUpdate = async (): Promise<void> => {
  if (navigator.onLine) await navigator.serviceWorker?.getRegistration("/campo/").then((there) => there?.update()).catch(() => {});
};
