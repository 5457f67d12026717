// Blank forms, kept like the shell: they are about nobody. What is known of somebody is written into
// one only when it is opened.
import type { BlankForm } from "./case_record";
import { fetchBlankForm } from "./server";
import { currentLanguage } from "./translations";

const CACHE = "field-forms";
const address = (ref: string): string => `/campo/forms/${ref}/`;

// Those that are new come; those that nobody fills in any more go.
export const cacheForms = async (forms: BlankForm[]): Promise<void> => {
  const cache = await caches.open(CACHE);
  const wanted = forms.map(({ ref }) => address(ref));
  for (const { ref } of forms) if (!(await cache.match(address(ref)))) await cache.put(address(ref), await fetchBlankForm(ref));
  for (const kept of await cache.keys()) if (!wanted.includes(new URL(kept.url).pathname)) await cache.delete(kept);
  // The engine is heavy: it comes when there is a form for it, and never before.
  if (forms.length) (await navigator.serviceWorker?.ready)?.active?.postMessage("keep the engine");
};

export const xformOf = async (ref: string): Promise<string | null> => {
  const kept = await caches.match(address(ref), { cacheName: CACHE });
  const answer = kept ?? (await fetchBlankForm(ref).catch(() => null));
  return answer ? answer.text() : null;
};

export const formTitle = ({ title, code }: BlankForm): string => title[currentLanguage()] ?? title["en"] ?? Object.values(title)[0] ?? code;

// The language of the form that the reader speaks, as the form itself names it: `Español (es)`.
export const formLanguage = ({ languages }: BlankForm): string => languages.find((each) => each === currentLanguage() || each.includes(`(${currentLanguage()}`)) ?? languages[0] ?? "";

// With what is known in its places, so that nobody is asked twice.
export const prefill = (xform: string, known: { [path: string]: string }): string => {
  const form = new DOMParser().parseFromString(xform, "text/xml");
  const root = form.querySelector("model > instance")?.firstElementChild;
  if (!root) return xform;
  for (const [path, value] of Object.entries(known)) {
    const names = path.split("/").filter(Boolean);
    if (names[0] === root.localName) names.shift();
    let place: Element | undefined = root;
    for (const name of names) place = [...(place?.children ?? [])].find((each) => each.localName === name);
    if (place && place !== root && !place.childElementCount) place.textContent = value;
  }
  return new XMLSerializer().serializeToString(form);
};
