// Opens the page that checks certificates without a network, and no other. What it finds there the
// page itself has kept; it holds the same for everybody, and nothing of what was checked.

type Waits = Event & { waitUntil(work: Promise<unknown>): void };
type Fetches = Waits & { request: Request; respondWith(answer: Promise<Response>): void };

const CACHE = "certificate-check";
const PAGE = "/a/certificate/";
const TIMEOUT = 8_000; // a network that says nothing for so long is none
const here = self as unknown as { skipWaiting(): void; clients: { claim(): Promise<void> } };

const fetchInTime = (request: Request): Promise<Response> =>
  Promise.race([
    fetch(request),
    new Promise<never>((_, give_up) => setTimeout(() => give_up(new Error("silence")), TIMEOUT)),
  ]);

// The page in its language; else in any that was kept.
const fromCache = async (request: Request): Promise<Response | undefined> => {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? (await cache.match(PAGE, { ignoreSearch: true }));
};

const showPage = async (request: Request): Promise<Response> => {
  const answer = await fetchInTime(request).catch(() => null);
  if (answer && answer.status < 500) return answer;
  return (await fromCache(request)) ?? answer ?? fetch(request);
};

addEventListener("fetch", (raw) => {
  const event = raw as unknown as Fetches;
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(showPage(request));
  else if (pathname.startsWith("/static/"))
    event.respondWith(caches.match(request, { cacheName: CACHE }).then((kept) => kept ?? fetch(request)));
});
addEventListener("install", () => here.skipWaiting());
addEventListener("activate", (event) => (event as unknown as Waits).waitUntil(here.clients.claim()));
