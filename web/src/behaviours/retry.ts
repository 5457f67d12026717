// While the server does not answer, what was sent is sent again with the same key, so that it counts once.
// When the network or the server fails, the page says so and keeps what was written.
import { hideMessage, keepShowing, showMessage } from "./messages";

interface RequestEvent {
  ctx: { fetch: typeof fetch; request: RequestInit };
}

const PAUSES = [1, 2, 3, 5, 8, 8, 8, 8, 8, 0]; // seconds: longer than another machine needs to take over
const TRY_TIMEOUT = 20_000; // one try
const RECENT = 15_000; // a server that answered so lately is there
const UNAVAILABLE = [502, 503, 504];
let lastAnswerAt = performance.now();

const sleep = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000));
const timeoutSignal = (): AbortSignal => AbortSignal.timeout(TRY_TIMEOUT);
const hasIdempotencyKey = (form: HTMLFormElement | null): form is HTMLFormElement =>
  form?.method === "post" && form.elements.namedItem("once") !== null;

const fetchWithRetry = async (ask: () => Promise<Response>): Promise<Response | null> => {
  let answer: Response | null = null;
  for (const pause of PAUSES) {
    answer = await ask().catch(() => null);
    if (answer && !UNAVAILABLE.includes(answer.status)) {
      lastAnswerAt = performance.now();
      hideMessage("trying");
      return answer;
    }
    if (pause) keepShowing("trying");
    await sleep(pause);
  }
  return answer;
};

// A part of a page: the same request, again.
document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = (event as CustomEvent<RequestEvent>).detail;
  if (ctx.request.method !== "POST" || !hasIdempotencyKey((event.target as Element).closest("form"))) return;
  ctx.fetch = async (address, request) =>
    (await fetchWithRetry(() => fetch(address, { ...request, signal: timeoutSignal() }))) ?? Promise.reject(new TypeError("lost"));
});

// A whole page: the browser would leave it for a page of its own, so we ask first who is there.
const submitWhenReachable = async (form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> => {
  const answer = await fetchWithRetry(() => fetch("/alive/", { method: "HEAD", cache: "no-store", signal: timeoutSignal() }));
  delete form.dataset.sending;
  if (!answer || UNAVAILABLE.includes(answer.status)) showMessage("lost");
  else form.requestSubmit(submitter);
};

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || !hasIdempotencyKey(form) || performance.now() - lastAnswerAt < RECENT) return;
  event.preventDefault();
  void submitWhenReachable(form, event.submitter);
});

const retryForm = document.querySelector<HTMLFormElement>("form[data-retry-after]");
if (retryForm) void sleep(Number(retryForm.dataset.retryAfter)).then(() => submitWhenReachable(retryForm, null));

interface ResponseEvent {
  ctx: { response?: { raw: Response } };
}

// A part that leads elsewhere leads the whole page there; signing in leads back to this page.
const followRedirect = (address: string): void => {
  const there = new URL(address);
  if (there.searchParams.has("next")) there.searchParams.set("next", location.pathname + location.search);
  location.assign(there);
};

document.addEventListener("htmx:before:response", (event) => {
  const raw = (event as CustomEvent<ResponseEvent>).detail.ctx.response?.raw;
  if (!raw?.redirected) return;
  event.preventDefault();
  followRedirect(raw.url);
});

document.addEventListener("htmx:response:error", (event) => {
  const status = (event as CustomEvent<ResponseEvent>).detail.ctx.response?.raw.status ?? 0;
  if (status === 409 || status === 422) return; // the page itself says why
  if (status === 413) showMessage("large");
  else showMessage(status >= 500 ? "stumbled" : "gone");
});

document.addEventListener("htmx:error", () => showMessage("lost"));

// The lower part of a page that did not arrive says so in its place, and can be asked for again.
const laterPart = (event: Event): Element | null => (event.target as Element).closest("[data-later]");
const showLost = (event: Event): void => laterPart(event)?.querySelector("[role=alert]")?.removeAttribute("hidden");

document.addEventListener("htmx:response:error", showLost);
document.addEventListener("htmx:error", showLost);
document.addEventListener("click", (event) => {
  if (!(event.target as Element).matches("[data-later] button")) return;
  laterPart(event)?.querySelector("[role=alert]")?.setAttribute("hidden", "");
  laterPart(event)?.dispatchEvent(new CustomEvent("again"));
});
