// Opens without a network the pages that somebody asked to keep on this telephone, and no others.
// It keeps nothing of its own accord: what lies in its one cache was asked for by a tap, is the same
// for everybody, and is gone with it. Whatever is not a page of the directory it does not touch.

type Parts = [title: string, main: string, end: string];
type Copy = { made: number; frame: string; pages: Record<string, Parts>; missing: Parts; assets: string[] };
type Waits = Event & { waitUntil(work: Promise<unknown>): void };
type Fetches = Waits & { request: Request; respondWith(answer: Promise<Response>): void };
type MessageToWorker = Waits & { data: string; ports: MessagePort[] };

const CACHE = "kept";
const COPY = "/a/o/c/";
const DAY = 24 * 60 * 60 * 1000;
const TIMEOUT = 12_000; // a network that says nothing for so long is none
const DIRECTORY = /^\/a\/(n\/\d+\/|s\/[0-9a-f-]+\/|[trko]\/)?$/;
const here = self as unknown as { skipWaiting(): void; clients: { claim(): Promise<void> } };

const openCache = async (): Promise<Cache | null> => ((await caches.has(CACHE)) ? caches.open(CACHE) : null);

const addresses = async (cache: Cache): Promise<string[]> =>
  (await cache.keys()).map((kept) => kept.url).filter((url) => new URL(url).pathname === COPY);

// What a telephone without a network shows: the frame, and in it the page that was kept.
const composePage = (copy: Copy, kept: Response, path: string): Response => {
  const [title, main, end] = copy.pages[path] ?? copy.missing;
  const parts: Record<string, string> = { "@title@": title, "@main@": main, "@end@": end };
  const html = copy.frame.split(/(@title@|@main@|@end@)/).map((part) => parts[part] ?? part).join("");
  const headers = new Headers(kept.headers); // the rules for scripts and styles stay
  for (const name of ["content-length", "content-encoding", "etag"]) headers.delete(name);
  headers.set("content-type", "text/html; charset=utf-8");
  return new Response(html, { headers });
};

const fromCopy = async (path: string): Promise<Response | null> => {
  const cache = await openCache();
  const kept = cache && (await cache.match((await addresses(cache))[0] ?? COPY));
  return kept ? composePage(await kept.clone().json(), kept, path) : null;
};

// A cache that was taken away meanwhile stays away: what is put into it then is lost with it.
const saveCopy = async (cache: Cache, url: string): Promise<void> => {
  const fresh = await fetch(url, { cache: "no-cache" });
  if (!fresh.ok) throw new Error("no copy");
  const { assets }: Copy = await fresh.clone().json();
  await cache.addAll(assets);
  await cache.put(url, fresh);
  const wanted = [url, ...assets].map((address) => new URL(address, location.href).href);
  for (const old of await cache.keys()) if (!wanted.includes(old.url)) await cache.delete(old);
};

const renewCopy = async (): Promise<void> => {
  const cache = await openCache();
  const url = cache && (await addresses(cache))[0];
  const kept = url && (await cache.match(url));
  if (!kept || Date.now() - ((await kept.json()) as Copy).made < DAY) return;
  await saveCopy(cache, url).catch(() => {}); // tomorrow, or with a better network
};

const fetchInTime = (request: Request): Promise<Response> =>
  Promise.race([
    fetch(request),
    new Promise<never>((_, give_up) => setTimeout(() => give_up(new Error("silence")), TIMEOUT)),
  ]);

const showPage = async (event: Fetches): Promise<Response> => {
  const path = new URL(event.request.url).pathname;
  const answer = await fetchInTime(event.request).catch(() => null);
  if (answer && answer.status < 500) {
    event.waitUntil(renewCopy());
    return answer;
  }
  return (await fromCopy(path)) ?? answer ?? fetch(event.request);
};

addEventListener("fetch", (raw) => {
  const event = raw as unknown as Fetches;
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && DIRECTORY.test(pathname)) event.respondWith(showPage(event));
  else if (pathname.startsWith("/static/assets/"))
    event.respondWith(caches.match(request, { cacheName: CACHE }).then((cached) => cached ?? fetch(request)));
});

// Asked by a tap on the page: which copy. The answer says whether it lies there whole.
addEventListener("message", (raw) => {
  const event = raw as unknown as MessageToWorker;
  const all = caches.open(CACHE).then((cache) => saveCopy(cache, event.data));
  const say = (word: string) => event.ports[0]?.postMessage(word);
  event.waitUntil(all.then(() => say("done"), async () => { await caches.delete(CACHE); say("failed"); }));
});

addEventListener("install", () => here.skipWaiting());
addEventListener("activate", (event) => (event as unknown as Waits).waitUntil(here.clients.claim()));
