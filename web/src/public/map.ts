// The places of the list on outlines of countries: no street, no picture, nothing from elsewhere.
// What is on no map has no point in the list, and so none here.
import { type Shape, feature } from "topojson-client";
import L from "leaflet";
import sheetUrl from "leaflet/dist/leaflet.css?url";
import ownUrl from "./map.css?url";
import outlinesUrl from "world-atlas/countries-110m.json?url";

const OUTLINE = { color: "#847a6c", weight: 1, fillColor: "#fff", fillOpacity: 1, interactive: false };

const dressed = (href: string): Promise<void> =>
  new Promise((done, failed) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href, onload: done, onerror: failed });
    document.head.append(link);
  });

// A ring across the day line would be drawn once around the world: it goes on beyond 180 instead.
const unwound = (ring: number[][]): number[][] => {
  let turn = 0;
  return ring.map(([λ = 0, φ = 0], at) => {
    const before = ring[at - 1]?.[0] ?? λ;
    if (λ - before > 180) turn -= 360;
    if (before - λ > 180) turn += 360;
    return [λ + turn, φ];
  });
};

const outlines = async (): Promise<Shape[]> => {
  const world = await (await fetch(outlinesUrl)).json();
  const { features } = feature(world, world.objects.countries);
  for (const { geometry } of features) {
    if (geometry.type === "Polygon") geometry.coordinates = geometry.coordinates.map(unwound);
    else geometry.coordinates = geometry.coordinates.map((one) => one.map(unwound));
  }
  return features;
};

// Each place bears the same number in the list and on the map.
const numbered = (place: HTMLElement, number: number): void => {
  const pin = document.createElement("span");
  pin.className = "pin";
  pin.setAttribute("aria-hidden", "true");
  pin.textContent = String(number);
  place.querySelector("h2")?.prepend(pin);
};

const told = (place: HTMLElement): HTMLElement => {
  const box = document.createElement("div");
  box.dir = document.documentElement.dir;
  const link = place.querySelector("h2 a")?.cloneNode(true);
  const state = place.querySelector(".state")?.cloneNode(true);
  for (const part of [link, state]) if (part) box.append(part);
  return box;
};

export const draw = async (sheet: HTMLElement, words: DOMStringMap): Promise<void> => {
  const [countries] = await Promise.all([outlines(), dressed(sheetUrl), dressed(ownUrl)]);
  sheet.dir = "ltr"; // its corners are counted from the left
  const map = L.map(sheet, { attributionControl: false, zoomControl: false, maxZoom: 15, minZoom: 2, worldCopyJump: true });
  L.control.zoom({ zoomInTitle: words.in, zoomOutTitle: words.out }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  L.geoJSON(countries, { style: OUTLINE }).addTo(map);
  const places = [...document.querySelectorAll<HTMLElement>("[data-point]")];
  const points = places.map((place, at) => {
    const point = place.dataset.point!.split(",").map(Number) as [number, number];
    const name = place.querySelector("h2")?.textContent?.trim() ?? "";
    numbered(place, at + 1);
    const icon = L.divIcon({ className: "spot", html: `<span class="pin">${at + 1}</span>`, iconSize: [44, 44], popupAnchor: [0, -16] });
    const spot = L.marker(point, { icon, title: name, keyboard: true }).addTo(map).bindPopup(told(place));
    spot.getElement()?.setAttribute("aria-label", `${at + 1}. ${name}`);
    return point;
  });
  map.fitBounds(L.latLngBounds(points).pad(0.3), { maxZoom: 13 });
};
