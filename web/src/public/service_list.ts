// The list of services: sorted by distance on the device itself, and its map, loaded when asked for.

// Where the reader is goes nowhere.
const EARTH_RADIUS = 6371; // kilometres
const rad = (degrees: number): number => (degrees * Math.PI) / 180;

const distance = (a: number[], b: number[]): number => {
  const [φ1, λ1, φ2, λ2] = [...a, ...b].map(rad) as [number, number, number, number];
  const half = Math.sin((φ2 - φ1) / 2) ** 2 + Math.cos(φ1) * Math.cos(φ2) * Math.sin((λ2 - λ1) / 2) ** 2;
  return 2 * EARTH_RADIUS * Math.asin(Math.sqrt(half));
};

const distanceText = (kilometres: number): string => {
  const [value, unit] = kilometres < 1 ? [Math.round(kilometres * 20) * 50, "meter"] : [kilometres, "kilometer"];
  const language = document.documentElement.lang;
  const style = { style: "unit", unit, maximumFractionDigits: kilometres < 10 ? 1 : 0, numberingSystem: "latn" } as const;
  return new Intl.NumberFormat(language, style).format(value as number);
};

const sortByDistance = (list: HTMLElement, here: number[]): void => {
  const places = [...list.children].map((place) => {
    const point = (place as HTMLElement).dataset.point?.split(",").map(Number);
    return { place, far: point ? distance(here, point) : Infinity };
  });
  for (const { place, far } of places.sort((a, b) => a.far - b.far)) {
    const says = place.querySelector<HTMLElement>("[data-distance]");
    if (says && far < Infinity) says.textContent = `· ${distanceText(far)}`;
    list.append(place);
  }
};

document.addEventListener("DOMContentLoaded", () => {
  const list = document.querySelector<HTMLElement>("[data-nearness]");
  const button = document.querySelector<HTMLButtonElement>("button[data-near]");
  const sorry = document.querySelector<HTMLElement>("[data-near-failed]");
  if (!list || !button || !navigator.geolocation) return;
  button.hidden = false;
  button.addEventListener("click", () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        sortByDistance(list, [coords.latitude, coords.longitude]);
        button.setAttribute("aria-pressed", "true");
      },
      () => { if (sorry) sorry.hidden = false; },
      { maximumAge: 300_000, timeout: 15_000 },
    ),
  );
});

// The map of a list, fetched only by a tap: it weighs more than all pages before it.
const prepareMap = (): void => {
  const frame = document.querySelector<HTMLElement>("[data-map]");
  const button = document.querySelector<HTMLButtonElement>("[data-map-open]");
  const [sheet, note] = frame ? ([...frame.children] as [HTMLElement, HTMLElement]) : [];
  if (!frame || !button || !sheet || !note || !document.querySelector("[data-point]")) return;
  button.hidden = false;
  let isDrawn = false;
  button.addEventListener("click", async () => {
    frame.hidden = !frame.hidden;
    button.setAttribute("aria-expanded", String(!frame.hidden));
    if (isDrawn) return;
    isDrawn = true;
    try {
      const { draw } = await import(/* @vite-ignore */ frame.dataset.map ?? "");
      await draw(sheet, frame.dataset);
    } catch {
      sheet.hidden = true;
      note.textContent = frame.dataset.failed ?? "";
    }
  });
};
document.addEventListener("DOMContentLoaded", prepareMap);
