// While the house does not answer, what was sent is sent again with the same key: it is kept once.
import { goOnSaying, saidEnough, say } from "./say";

interface Asked {
  ctx: { fetch: typeof fetch; request: RequestInit };
}

const PAUSES = [1, 2, 3, 5, 8, 8, 8, 8, 8, 0]; // seconds: longer than another machine needs to take over
const EACH = 20_000; // one try
const FRESH = 15_000; // who was heard a moment ago is there
const AWAY = [502, 503, 504];
let heard = performance.now();

const rest = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000));
const soon = (): AbortSignal => AbortSignal.timeout(EACH);
const hasKey = (form: HTMLFormElement | null): form is HTMLFormElement =>
  form?.method === "post" && form.elements.namedItem("once") !== null;

const patiently = async (ask: () => Promise<Response>): Promise<Response | null> => {
  let answer: Response | null = null;
  for (const pause of PAUSES) {
    answer = await ask().catch(() => null);
    if (answer && !AWAY.includes(answer.status)) {
      heard = performance.now();
      saidEnough("trying");
      return answer;
    }
    if (pause) goOnSaying("trying");
    await rest(pause);
  }
  return answer;
};

// A part of a page: the same request, again.
document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = (event as CustomEvent<Asked>).detail;
  if (ctx.request.method !== "POST" || !hasKey((event.target as Element).closest("form"))) return;
  ctx.fetch = async (address, request) =>
    (await patiently(() => fetch(address, { ...request, signal: soon() }))) ?? Promise.reject(new TypeError("lost"));
});

// A whole page: the browser would leave it for a page of its own, so we ask first who is there.
const sendWhenHeard = async (form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> => {
  const answer = await patiently(() => fetch("/alive/", { method: "HEAD", cache: "no-store", signal: soon() }));
  delete form.dataset.sending;
  if (!answer || AWAY.includes(answer.status)) say("lost");
  else form.requestSubmit(submitter);
};

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || !hasKey(form) || performance.now() - heard < FRESH) return;
  event.preventDefault();
  void sendWhenHeard(form, event.submitter);
});

const waiting = document.querySelector<HTMLFormElement>("form[data-goes-on]");
if (waiting) void rest(Number(waiting.dataset.goesOn)).then(() => sendWhenHeard(waiting, null));
