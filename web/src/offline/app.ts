// The field shell: one document, opened once, in which all work without a network happens. The key
// lives in its memory and nowhere else: whoever closes or leaves it has locked it.
import "./app.css";
import "../behaviours/messages";
import { checkForUpdate, clearToast, drawFrame, drawStatus, onUpdate, registerServiceWorker } from "./layout";
import { attendanceLists } from "./attendance";
import { actionPage, doTaskPage, endActionPage } from "./pages/action";
import { attendancePage, attendancePersonPage, attendanceSessionPage } from "./pages/attendance";
import { allCases } from "./case_record";
import { casePage } from "./pages/case";
import { casesPage, newPage, pickPage } from "./pages/cases";
import { loadDiscreet } from "./pages/components";
import { fillPage, formsPage } from "./pages/forms";
import { guidancePage } from "./pages/guidance";
import { observationPage, observationsPage } from "./pages/observation";
import { correctionPage, entryPage, outboxPage } from "./pages/outbox";
import { personPage, registerPage } from "./pages/person";
import { practicePage } from "./pages/practice";
import { passphrasePage, settingsPage, setUpPage, unlockPage } from "./pages/settings";
import { at, type Page, path, show, start } from "./router";
import { about } from "./store";
import { onSyncChange, sync, syncState } from "./sync";
import { loadLanguage, preferredLanguage } from "./translations";
import { expireIfDue, lock, lockState, onLockChange, openVault } from "./vault";

const MINUTE = 60_000;

// Who carries no case and trains starts with the sessions.
const homePage = (): Page | Promise<Page> => {
  const lists = attendanceLists();
  if (allCases().length || !(lists?.events.length || lists?.observations?.length)) return casesPage();
  return lists.events.length ? attendancePage() : observationsPage();
};

at(/^\/$/, homePage);
at(/^\/attendance$/, attendancePage);
at(/^\/attendance\/([0-9a-f-]+)$/, attendanceSessionPage);
at(/^\/attendance\/([0-9a-f-]+)\/(\d+)$/, attendancePersonPage);
at(/^\/practice\/([0-9a-f-]+)$/, practicePage);
at(/^\/observations$/, observationsPage);
at(/^\/observations\/([0-9a-f-]+)$/, observationPage);
at(/^\/new$/, (parts) => registerPage(parts));
at(/^\/write$/, newPage);
at(/^\/pick\/(\w+)$/, pickPage);
at(/^\/case\/([0-9a-f-]+)$/, casePage);
at(/^\/case\/([0-9a-f-]+)\/person\/([0-9a-f-]+)$/, (parts) => personPage(parts));
at(/^\/case\/([0-9a-f-]+)\/task\/([0-9a-f-]+)$/, doTaskPage);
at(/^\/case\/([0-9a-f-]+)\/action\/([0-9a-f-]+)$/, endActionPage);
at(/^\/case\/([0-9a-f-]+)\/(\w+)$/, actionPage);
at(/^\/forms$/, () => formsPage());
at(/^\/fill\/([0-9a-f-]+)(?:\/([0-9a-f-]+))?$/, fillPage);
at(/^\/guidance$/, guidancePage);
at(/^\/outbox$/, outboxPage);
at(/^\/outbox\/([0-9a-f-]+)$/, entryPage);
at(/^\/mend\/([0-9a-f-]+)$/, correctionPage);
at(/^\/settings$/, settingsPage);
at(/^\/settings\/passphrase$/, passphrasePage);

// Who has not unlocked sees the door, and what waits to be sent: no name is on it.
const check = async (): Promise<Page | null> => {
  await expireIfDue();
  const lockedAs = await lockState();
  if (lockedAs === "open") return null;
  if (/^\/outbox/.test(path()) && lockedAs !== "new") return outboxPage();
  if (lockedAs === "locked") return unlockPage((await about())!);
  return setUpPage(lockedAs);
};

let touched = Date.now();

const idle = async (): Promise<void> => {
  const opened = openVault();
  if (opened && Date.now() - touched > ((await about())?.idle ?? 5) * MINUTE) lock();
};

const wake = (): void => {
  if (document.visibilityState !== "visible") return;
  void idle().then(expireIfDue).then(() => sync()).then(checkForUpdate);
};

const begin = async (): Promise<void> => {
  await loadLanguage(await preferredLanguage());
  await loadDiscreet();
  start(check, drawFrame);
  onLockChange(() => {
    clearToast();
    void show(true);
  });
  onUpdate(() => void drawStatus());
  let was = syncState.is_going;
  onSyncChange((isOverElsewhere) => {
    // A page that shows what came is drawn anew; one on which somebody writes is left alone.
    if (((was && !syncState.is_going) || isOverElsewhere) && !document.querySelector("#main :is(form.form, iframe)")) void show(false);
    else void drawStatus();
    was = syncState.is_going;
  });
  for (const name of ["pointerdown", "keydown", "input"]) addEventListener(name, () => void (touched = Date.now()), { passive: true });
  setInterval(() => void idle(), MINUTE / 4);
  addEventListener("online", () => void sync());
  addEventListener("offline", () => void drawStatus());
  document.addEventListener("visibilitychange", wake);
  document.querySelector(".skip")!.addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("main")!.focus();
  });
  await registerServiceWorker();
  await sync();
};

void begin();
