// When the telephone speaks with the house: when there is something to say and somebody to hear it.
// It asks for nothing in between; a line that fails is tried again later and later.
import { keepForms } from "./blank_forms";
import { Refused, state, type Here, type Standing } from "./house";
import { anythingToSend, askAfter, send } from "./sending";
import { about, remember, store } from "./store";
import { listsKnown, take } from "./taking";
import { empty, lockNow, now } from "./vault";
import { renewWords } from "./words";

const MINUTE = 60_000;
const FRESH = 15 * MINUTE; // a caseload that was taken so lately is not asked for again by itself
// Minutes. A line that has just come is often not there yet: the first try again is soon.
const PAUSES = [0.05, 0.25, 1, 2, 5, 15, 30];
const QUIET = 5 * MINUTE; // who was heard so lately is not asked how this telephone stands

export interface Going {
  is_going: boolean;
  step: "" | "sending" | "taking";
  came: number;
  of: number;
  // Why it stopped: nobody answers, the session is over, or it is somebody else's.
  stopped: "" | "away" | "sign_in" | "other" | "cut" | "stumbled";
  user: Here["user"];
}

export const going: Going = { is_going: false, step: "", came: 0, of: 0, stopped: "", user: null };

const tabs = new BroadcastChannel("field-sync"); // the other tabs of this telephone

let tell: (isOverElsewhere?: boolean) => void = () => {};
let failures = 0;
let timer = 0;
let again: "" | "once" | "asked" = "";

export const whenItGoes = (then: (isOverElsewhere?: boolean) => void): void => void (tell = then);

// What another tab has sent must not be told as unsent here.
tabs.onmessage = () => tell(true);

const set = (what: Partial<Going>): void => {
  Object.assign(going, what);
  tell();
};

// Two tabs never send both: whoever comes second leaves it to the first.
export const sync = async (isAsked = false): Promise<void> => {
  if (going.is_going) {
    again = again === "asked" || isAsked ? "asked" : "once";
    return;
  }
  if (!isAsked && !navigator.onLine) return set({ stopped: "away" });
  clearTimeout(timer);
  await navigator.locks.request("field-sync", { ifAvailable: true }, async (mine) => {
    if (!mine) return;
    set({ is_going: true, stopped: "" });
    try {
      await steps(isAsked);
      failures = 0;
    } catch (reason) {
      set({ stopped: stoppedBy(reason) });
      await tryLater();
    } finally {
      set({ is_going: false, step: "" });
      tabs.postMessage("over");
    }
  });
  if (!again) return;
  const wasAsked = again === "asked";
  again = "";
  await sync(wasAsked);
};

const stoppedBy = (reason: unknown): Going["stopped"] => {
  if (reason instanceof Refused) return [401, 403].includes(reason.status) ? "sign_in" : "stumbled";
  return (reason as Error)?.constructor.name === "Cut" ? "cut" : "away";
};

const tryLater = async (): Promise<void> => {
  const pause = PAUSES[Math.min(failures, PAUSES.length - 1)]!;
  if (!(await anythingToSend())) return;
  timer = window.setTimeout(() => {
    failures += 1; // by the clock alone: who writes much is not made to wait longer
    void sync();
  }, pause * MINUTE);
};

const steps = async (isAsked: boolean): Promise<void> => {
  const isSending = await anythingToSend();
  if (isSending) {
    set({ step: "sending" });
    await send(() => tell());
  }
  const known = await about();
  if (!known) return;
  const isDue = isAsked || isSending || Date.now() - known.contact_at > QUIET;
  const hasQuestions = (await store.outbox.where("seq").above(0).filter(({ state }) => state === "held" || state === "refused").count()) > 0;
  // Whoever is heard of at all hears at once that this telephone was revoked, locked or not.
  if (isDue || hasQuestions) await stand(await askAfter());
  const mayRenew = isDue || Date.now() - known.taken_at > FRESH;
  if (now() && mayRenew) await bring(isAsked);
};

// What the house says of this telephone. Revoked: what was taken along is destroyed, at once.
const stand = async (device: Standing | null): Promise<void> => {
  if (device?.revoked) {
    if ((await lockNow()) !== "emptied") await empty();
    return;
  }
  if (device) await remember({ contact_at: Date.now(), waiting: device.waiting });
};

const bring = async (isAsked: boolean): Promise<void> => {
  const opened = now()!;
  const here = await state(opened.secret);
  set({ user: here.user });
  await stand(here.device);
  if (!now()) return;
  const { days, tries, idle_minutes } = here.settings;
  await remember({ days, tries, idle: idle_minutes });
  if (!here.user) return set({ stopped: "sign_in" });
  if (here.user.ref !== opened.about.holder.ref) return set({ stopped: "other" });
  const known = (await about())!;
  if (!isAsked && Date.now() - known.taken_at < FRESH) return;
  set({ step: "taking", came: 0, of: 0 });
  const lists = await listsKnown();
  try {
    const head = await take(here.csrf, (came, of) => set({ came, of }));
    if (head.lists !== lists) await renewWords();
    await keepForms(head.forms);
  } catch (reason) {
    if (reason instanceof Refused && reason.status === 410) await empty();
    else throw reason;
  }
};
