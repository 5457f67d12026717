// The field shell: one document, opened once, in which all work without a network happens. The key
// lives in its memory and nowhere else: whoever closes or leaves it has locked it.
import "./field.css";
import "../behaviours/said";
import { serve, whenNewer, lookForNewer } from "./installing";
import { cardPage } from "./pages/card";
import { casesPage, newPage, pickPage } from "./pages/cases";
import { deedPage, doTaskPage, endActionPage } from "./pages/deed";
import { fillPage, formsPage } from "./pages/forms";
import { entryPage, mendPage, outboxPage } from "./pages/outbox";
import { personPage } from "./pages/person";
import { lookDiscreet } from "./pages/pieces";
import { registerPage } from "./pages/register";
import { passphrasePage, settingsPage } from "./pages/settings";
import { setUpPage } from "./pages/set_up";
import { unlockPage } from "./pages/unlock";
import { at, path, show, start, type Page } from "./router";
import { drawFrame, drawStrip } from "./roof";
import { unsaid } from "./said";
import { about } from "./store";
import { going, sync, whenItGoes } from "./sync";
import { expireIfDue, lock, lockNow, now, whenLocked } from "./vault";
import { preferred, speak } from "./words";

const MINUTE = 60_000;

at(/^\/$/, casesPage);
at(/^\/new$/, (parts) => registerPage(parts));
at(/^\/write$/, newPage);
at(/^\/pick\/(\w+)$/, pickPage);
at(/^\/case\/([0-9a-f-]+)$/, cardPage);
at(/^\/case\/([0-9a-f-]+)\/person\/([0-9a-f-]+)$/, (parts) => personPage(parts));
at(/^\/case\/([0-9a-f-]+)\/task\/([0-9a-f-]+)$/, doTaskPage);
at(/^\/case\/([0-9a-f-]+)\/action\/([0-9a-f-]+)$/, endActionPage);
at(/^\/case\/([0-9a-f-]+)\/(\w+)$/, deedPage);
at(/^\/forms$/, () => formsPage());
at(/^\/fill\/([0-9a-f-]+)(?:\/([0-9a-f-]+))?$/, fillPage);
at(/^\/outbox$/, outboxPage);
at(/^\/outbox\/([0-9a-f-]+)$/, entryPage);
at(/^\/mend\/([0-9a-f-]+)$/, mendPage);
at(/^\/settings$/, settingsPage);
at(/^\/settings\/passphrase$/, passphrasePage);

// Who has not unlocked sees the door, and what waits to be sent: no name is on it.
const gate = async (): Promise<Page | null> => {
  await expireIfDue();
  const lockedAs = await lockNow();
  if (lockedAs === "open") return null;
  if (/^\/outbox/.test(path()) && lockedAs !== "new") return outboxPage();
  if (lockedAs === "locked") return unlockPage((await about())!);
  return setUpPage(lockedAs);
};

let touched = Date.now();

const idle = async (): Promise<void> => {
  const opened = now();
  if (opened && Date.now() - touched > ((await about())?.idle ?? 5) * MINUTE) lock();
};

const wake = (): void => {
  if (document.visibilityState !== "visible") return;
  void idle().then(expireIfDue).then(() => sync()).then(lookForNewer);
};

const begin = async (): Promise<void> => {
  await speak(await preferred());
  await lookDiscreet();
  start(gate, drawFrame);
  whenLocked(() => {
    unsaid();
    void show(true);
  });
  whenNewer(() => void drawStrip());
  let was = going.is_going;
  whenItGoes((isOverElsewhere) => {
    // A page that shows what came is drawn anew; one on which somebody writes is left alone.
    if (((was && !going.is_going) || isOverElsewhere) && !document.querySelector("#main :is(form.form, iframe)")) void show(false);
    else void drawStrip();
    was = going.is_going;
  });
  for (const name of ["pointerdown", "keydown", "input"]) addEventListener(name, () => void (touched = Date.now()), { passive: true });
  setInterval(() => void idle(), MINUTE / 4);
  addEventListener("online", () => void sync());
  addEventListener("offline", () => void drawStrip());
  document.addEventListener("visibilitychange", wake);
  document.querySelector(".skip")!.addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("main")!.focus();
  });
  await serve();
  await sync();
};

void begin();
