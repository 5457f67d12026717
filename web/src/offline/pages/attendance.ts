// The attendance of a session without a network: a tick, a badge in front of the camera or by its number, minutes
// of who came late, and how many are in the room.
import { type Attendant, attendanceLists, countHeads, findSession, hasBegun, mark, type Mark, marksOf, readBadge, type Session, type TrainingEvent } from "../attendance";
import { alertBox, badge, button, h, icon, linkButton, panel } from "../dom";
import { formPage } from "../form_fields";
import { showToast } from "../layout";
import { type Page, show, to } from "../router";
import { sync } from "../sync";
import { number, t } from "../translations";
import { backLink, isDiscreet } from "./components";

const sessionLine = (session: Session): HTMLElement =>
  h("li.task.task-slim", {}, h("div.task-what", {}, h("a", { href: `#/attendance/${session.ref}` }, h("bdi", {}, session.title)),
    h("span.task-who", {}, session.when)));

const toObserve = (): HTMLElement[] =>
  attendanceLists()?.observations?.length ? [h("p", {}, linkButton(t("observations"), "#/observations", "", "eye"))] : [];

export const attendancePage = (): Page => {
  const events = attendanceLists()?.events ?? [];
  const none = h("div.empty-state", {}, icon("calendar-event"), h("strong", {}, t("attendance_none")), h("span", {}, t("attendance_none_words")));
  const lists = events.map((event) => panel(event.title, event.number, h("ul.tasks", { role: "list" }, ...event.sessions.map(sessionLine)),
    event.practice ? h("div.panel-foot", {}, linkButton(t("practice"), `#/practice/${event.ref}`, "", "eye")) : null));
  return {
    title: t("attendance"),
    main: [h("div.page-head", {}, h("div", {}, h("h1", {}, t("attendance")), h("p.lede", {}, t("attendance_words")))), ...(lists.length ? lists : [none]), ...toObserve()],
  };
};

const saved = async (words: string): Promise<void> => {
  showToast(words);
  void sync();
  await show(false);
};

const stateBadge = (known: Mark | undefined, whole: number): HTMLElement => {
  if (!known) return badge("", "", t("attendance_unknown"));
  const sign = known.is_unsent ? "hourglass" : known.present ? "check" : "x";
  if (!known.present) return badge("late", sign, t("attendance_absent"));
  const isWhole = known.minutes === null || known.minutes >= whole;
  return badge("good", sign, isWhole ? t("attendance_present") : t("attendance_minutes_of", { minutes: number(known.minutes!), whole: number(whole) }));
};

const personLine = (session: Session, person: Attendant, known: Mark | undefined): HTMLElement => {
  const name = isDiscreet() ? "" : person.name;
  const heard = (words: string): HTMLElement => h("span.only-heard", {}, ` ${person.number} ${name} ${words}`);
  const set = (present: boolean) => (): void => void mark(session, person.number, present).then(() => show(false)).then(() => sync());
  const here = button("", set(true), "quiet", "check");
  const away = button("", set(false), "quiet", "x");
  here.append(heard(t("attendance_present")));
  away.append(heard(t("attendance_absent")));
  return h("li.task.task-slim", { "data-number": person.number }, h("div.task-what", {}, h("a", { href: `#/attendance/${session.ref}/${person.number}` }, `${person.number}. `, h("bdi", {}, name))),
    stateBadge(known, session.minutes), h("div.task-actions", {}, here, away));
};

const badgeForm = (event: TrainingEvent, session: Session): HTMLElement => {
  const input = h("input.form-control", { id: "badge", type: "text", dir: "ltr", autocomplete: "off", autocapitalize: "characters", maxlength: 200 }) as HTMLInputElement;
  return h("form.form.stackd", {
    submit: (sent) => {
      sent.preventDefault();
      void take(event, session, input.value);
    },
  }, h("div.field", {}, h("label", { for: "badge" }, t("attendance_badge")), input), h("div.actions", {}, h("button.btn.btn-primary", { type: "submit" }, icon("check"), t("attendance_badge_button"))));
};

const take = async (event: TrainingEvent, session: Session, typed: string): Promise<void> => {
  const read = await readBadge(event, session, typed);
  if (read.is === "nothing") return showToast(t("attendance_badge_wrong"), "alert-triangle");
  await saved(read.is === "here" ? t("attendance_done", { number: read.number }) : t("attendance_badge_none"));
};

interface Detector { detect(from: HTMLVideoElement): Promise<{ rawValue: string }[]> }
type MakesDetector = new (given: { formats: string[] }) => Detector;

const detector = (): Detector | null => {
  const make = (globalThis as { BarcodeDetector?: MakesDetector }).BarcodeDetector;
  return make && "mediaDevices" in navigator ? new make({ formats: ["qr_code"] }) : null;
};

const AGAIN = 300; // milliseconds between two looks
let stopCamera: () => void = () => {};

// The camera looks until it is stopped or the page is left; what it sees goes nowhere.
const scanner = (event: TrainingEvent, session: Session): HTMLElement | null => {
  const sees = detector();
  if (!sees) return null;
  const place = h("div.stackd");
  const begin = async (): Promise<void> => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).catch(() => null);
    if (!stream) return showToast(t("attendance_scan_denied"), "alert-triangle");
    const video = h("video.scanner", { playsinline: true, muted: true, "aria-hidden": "true" }) as HTMLVideoElement;
    video.srcObject = stream;
    await video.play();
    const seen = new Set<string>();
    const timer = setInterval(() => void look(sees, video, seen, (text) => take(event, session, text)), AGAIN);
    stopCamera = () => {
      clearInterval(timer);
      for (const track of stream.getTracks()) track.stop();
      place.replaceChildren(start);
    };
    place.replaceChildren(video, button(t("attendance_scan_stop"), () => stopCamera(), "", "x"));
  };
  const start = button(t("attendance_scan"), () => void begin(), "", "camera");
  place.append(start);
  return place;
};

const look = async (sees: Detector, video: HTMLVideoElement, seen: Set<string>, then: (text: string) => Promise<void>): Promise<void> => {
  const found = await sees.detect(video).catch(() => []);
  for (const { rawValue } of found) {
    if (seen.has(rawValue)) continue; // a badge that is held still is one badge
    seen.add(rawValue);
    await then(rawValue);
  }
};

// While the camera looks, the page is not drawn anew under it: it is kept and put into the next one.
let scanning: { session: string; place: HTMLElement | null } | null = null;

const scannerOf = (event: TrainingEvent, session: Session): HTMLElement | null => {
  if (scanning?.session !== session.ref) {
    stopCamera();
    scanning = { session: session.ref, place: scanner(event, session) };
  }
  const { place } = scanning;
  requestAnimationFrame(() => void place?.querySelector("video")?.play()); // moving it stops it
  return place;
};

const headCount = (session: Session, counted: number | null): HTMLElement => {
  const input = h("input.form-control", { id: "head-count", type: "number", inputmode: "numeric", min: 0, max: 10_000, value: counted ?? session.head_count ?? "" }) as HTMLInputElement;
  return h("form.form.stackd", {
    submit: (sent) => {
      sent.preventDefault();
      if (input.value !== "" && input.validity.valid) void countHeads(session, Number(input.value)).then(() => saved(t("attendance_count_done")));
    },
  }, h("div.field", {}, h("label", { for: "head-count" }, t("attendance_count")), h("p.field-hint", {}, t("attendance_count_hint")), input),
  h("div.actions", {}, h("button.btn", { type: "submit" }, icon("users"), t("attendance_count"))));
};

export const attendanceSessionPage = async ([ref]: string[]): Promise<Page> => {
  const found = findSession(ref!);
  if (!found) return attendancePage();
  const { event, session } = found;
  const { marks, counted } = await marksOf(session);
  const present = event.people.filter((person) => marks.get(person.number)?.present).length;
  const early = hasBegun(session) ? [] : [alertBox("warn", "clock", h("p", {}, t("attendance_not_begun")))];
  return {
    title: session.title,
    main: [
      backLink("#/attendance", t("attendance")),
      h("div.page-head", {}, h("div", {}, h("h1", {}, h("bdi", {}, session.title)), h("p.lede", {}, t("attendance_present_of", { n: number(present), all: number(event.people.length) })))),
      ...early,
      panel(t("attendance_badge"), "", h("div.panel-body.stackd", {}, scannerOf(event, session), badgeForm(event, session))),
      panel(t("attendance"), event.number, h("ul.tasks", { role: "list" }, ...event.people.map((person) => personLine(session, person, marks.get(person.number))))),
      panel(t("attendance_count"), "", h("div.panel-body", {}, headCount(session, counted))),
    ],
    leave: () => {
      if (location.hash !== `#/attendance/${session.ref}`) {
        stopCamera();
        stopCamera = () => {};
        scanning = null;
      }
    },
  };
};

// Minutes of one person, who came late or left early.
export const attendancePersonPage = async ([ref, which]: string[]): Promise<Page> => {
  const found = findSession(ref!);
  const person = found?.event.people.find((each) => each.number === Number(which));
  if (!found || !person) return attendancePage();
  const { session } = found;
  const known = (await marksOf(session)).marks.get(person.number);
  return formPage({
    title: t("attendance_late"), about: h("p.lede", {}, `${person.number}. `, h("bdi", {}, isDiscreet() ? "" : person.name)), back: `#/attendance/${session.ref}`, verb: t("attendance_present"),
    sections: [{ asks: [{ name: "minutes", kind: "number", label: "attendance_minutes", hint: "attendance_minutes_hint" }] }],
    start: { minutes: known?.present && known.minutes !== session.minutes ? known.minutes : null },
    check: ({ minutes }) => (minutes !== null && minutes !== "" && !(Number(minutes) >= 1 && Number(minutes) <= session.minutes && Number.isInteger(Number(minutes))) ? t("attendance_minutes_long", { n: number(session.minutes) }) : null),
    save: async ({ minutes }) => {
      await mark(session, person.number, true, minutes === null || minutes === "" ? null : Number(minutes));
      showToast(t("attendance_done", { number: person.number }));
      to(`/attendance/${session.ref}`, true);
      void sync();
    },
  });
};
