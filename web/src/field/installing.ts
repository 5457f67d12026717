// Onto the telephone's own screen, where the browser offers it; and the newer shell when there is one.
interface Offer extends Event {
  prompt(): Promise<void>;
}

let offer: Offer | null = null;
let fresh: ServiceWorker | null = null;
let tell: () => void = () => {};

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault(); // asked for in the settings, not in the middle of a case
  offer = event as Offer;
});

export const installable = (): boolean => offer !== null;

export const install = async (): Promise<void> => {
  await offer?.prompt();
  offer = null;
};

export const isNewer = (): boolean => fresh !== null;
export const whenNewer = (then: () => void): void => void (tell = then);

// What was written stays: the outbox and the drafts lie outside of what changes here.
export const renew = (): void => fresh?.postMessage("take over");

const noticed = (worker: ServiceWorker | null): void => {
  // The first one of all is no upgrade.
  if (!worker || !navigator.serviceWorker.controller) return;
  fresh = worker;
  tell();
};

export const serve = async (): Promise<void> => {
  if (!("serviceWorker" in navigator)) return;
  let had = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (had) location.reload();
    had = true;
  });
  const registration = await navigator.serviceWorker.register("/campo/sw.js", { scope: "/campo/", updateViaCache: "none" }).catch(() => null);
  if (!registration) return;
  noticed(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming?.addEventListener("statechange", () => coming.state === "installed" && noticed(coming));
  });
};

export const lookForNewer = async (): Promise<void> => {
  if (navigator.onLine) await navigator.serviceWorker?.getRegistration("/campo/").then((there) => there?.update()).catch(() => {});
};
