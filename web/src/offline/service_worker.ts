// Opens the shell without a network. It keeps the shell, what the shell wears, and nothing that is
// about anybody: what is said to the house and by it passes here untouched.

type Waits = Event & { waitUntil(work: Promise<unknown>): void };
type Fetches = Waits & { request: Request; respondWith(answer: Promise<Response>): void };
type Shell = { edition: string; documents: string[]; assets: string[]; engine: string[] };

// Written above these lines by the house: which edition this is, and all that belongs to it.
const { edition, documents, assets, engine } = (self as unknown as { SHELL: Shell }).SHELL;
const KEPT = "field-shell-";
const CACHE = KEPT + edition;
const here = self as unknown as { skipWaiting(): Promise<void>; clients: { claim(): Promise<void> } };

// All of it or nothing: a shell of two editions would be none.
const cacheShell = async (): Promise<void> => {
  const cache = await caches.open(CACHE);
  await cache.addAll(documents.map((url) => new Request(url, { cache: "reload" })));
  await Promise.all(assets.map((url) => cacheOne(cache, url)));
  // Whoever had the form engine has it still, as far as it is the same.
  await Promise.all(engine.map(async (url) => (await caches.match(url)) && cacheOne(cache, url)));
};

// Its name says what is in it: an edition before may have it.
const cacheOne = async (cache: Cache, url: string): Promise<void> => {
  const had = await caches.match(url);
  await (had ? cache.put(url, had) : cache.add(url));
};

// Heavy, and of use only where there are forms: piece by piece, over as many days as it takes.
const cacheEngine = async (): Promise<void> => {
  const cache = await caches.open(CACHE);
  for (const url of engine) if (!(await cache.match(url))) await cacheOne(cache, url);
};

const deleteOldCaches = async (): Promise<void> => {
  for (const name of await caches.keys()) if (name.startsWith(KEPT) && name !== CACHE) await caches.delete(name);
};

const cachedResponse = async (request: Request, name: string): Promise<Response> =>
  (await caches.match(name, { cacheName: CACHE })) ?? fetch(request);

addEventListener("install", (event) => {
  // The very first one serves at once; a newer one waits until it is asked in.
  (event as unknown as Waits).waitUntil(cacheShell());
});

addEventListener("activate", (event) => {
  (event as unknown as Waits).waitUntil(deleteOldCaches().then(() => here.clients.claim()));
});

addEventListener("message", (event) => {
  const { data } = event as MessageEvent;
  if (data === "take over") void here.skipWaiting();
  if (data === "keep the engine") (event as unknown as Waits).waitUntil(cacheEngine().catch(() => {}));
});

addEventListener("fetch", (raw) => {
  const event = raw as unknown as Fetches;
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if ([documents, assets, engine].some((cachedResponse) => cachedResponse.includes(pathname))) event.respondWith(cachedResponse(request, pathname));
});
