// "Near me": the telephone itself says how far each place is. Where one is goes nowhere.
const KILOMETRE = 6371;
const rad = (degrees: number): number => (degrees * Math.PI) / 180;

const away = (a: number[], b: number[]): number => {
  const [φ1, λ1, φ2, λ2] = [...a, ...b].map(rad) as [number, number, number, number];
  const half = Math.sin((φ2 - φ1) / 2) ** 2 + Math.cos(φ1) * Math.cos(φ2) * Math.sin((λ2 - λ1) / 2) ** 2;
  return 2 * KILOMETRE * Math.asin(Math.sqrt(half));
};

const told = (kilometres: number): string => {
  const [value, unit] = kilometres < 1 ? [Math.round(kilometres * 20) * 50, "meter"] : [kilometres, "kilometer"];
  const language = document.documentElement.lang;
  const style = { style: "unit", unit, maximumFractionDigits: kilometres < 10 ? 1 : 0, numberingSystem: "latn" } as const;
  return new Intl.NumberFormat(language, style).format(value as number);
};

const order = (list: HTMLElement, here: number[]): void => {
  const places = [...list.children].map((place) => {
    const point = (place as HTMLElement).dataset.point?.split(",").map(Number);
    return { place, far: point ? away(here, point) : Infinity };
  });
  for (const { place, far } of places.sort((a, b) => a.far - b.far)) {
    const says = place.querySelector<HTMLElement>("[data-far]");
    if (says && far < Infinity) says.textContent = `· ${told(far)}`;
    list.append(place);
  }
};

document.addEventListener("DOMContentLoaded", () => {
  const list = document.querySelector<HTMLElement>("[data-nearness]");
  const button = document.querySelector<HTMLButtonElement>("button[data-near]");
  const sorry = document.querySelector<HTMLElement>("[data-near-sorry]");
  if (!list || !button || !navigator.geolocation) return;
  button.hidden = false;
  button.addEventListener("click", () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        order(list, [coords.latitude, coords.longitude]);
        button.setAttribute("aria-pressed", "true");
      },
      () => { if (sorry) sorry.hidden = false; },
      { maximumAge: 300_000, timeout: 15_000 },
    ),
  );
});
