// When the signal drops, or the house stumbles, the page says so and keeps what was written.
import { say } from "./say";

interface Answered {
  ctx: { response?: { raw: Response } };
}

// A part that leads elsewhere leads the whole page there; signing in leads back to this page.
const follow = (address: string): void => {
  const there = new URL(address);
  if (there.searchParams.has("next")) there.searchParams.set("next", location.pathname + location.search);
  location.assign(there);
};

document.addEventListener("htmx:before:response", (event) => {
  const raw = (event as CustomEvent<Answered>).detail.ctx.response?.raw;
  if (!raw?.redirected) return;
  event.preventDefault();
  follow(raw.url);
});

document.addEventListener("htmx:response:error", (event) => {
  const status = (event as CustomEvent<Answered>).detail.ctx.response?.raw.status ?? 0;
  if (status === 409 || status === 422) return; // the page itself says why
  if (status === 413) say("large");
  else say(status >= 500 ? "stumbled" : "gone");
});

document.addEventListener("htmx:error", () => say("lost"));
