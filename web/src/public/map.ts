// The places of the list on outlines of countries: no street, no picture, nothing from elsewhere.
// What is on no map has no point in the list, and so none here.
import * as L from "leaflet";
import sheetUrl from "leaflet/dist/leaflet.css?url";
import ownUrl from "./map.css?url";
import outlinesUrl from "world-atlas/countries-110m.json?url";
import { feature, type Shape } from "topojson-client";

const THUMB = 44;
const POPUP = 220; // pixels; what is more is scrolled to
const OUTLINE = { className: "land", weight: 1, fillOpacity: 1, interactive: false };

const loadStyleSheet = (href: string): Promise<void> =>
  new Promise((done, failed) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href, onload: done, onerror: failed });
    document.head.append(link);
  });

// A ring across the day line would be drawn once around the world: it goes on beyond 180 instead.
const unwrapRing = (ring: number[][]): number[][] => {
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
    if (geometry.type === "Polygon") geometry.coordinates = geometry.coordinates.map(unwrapRing);
    else geometry.coordinates = geometry.coordinates.map((one) => one.map(unwrapRing));
  }
  return features;
};

type Place = { number: number; name: string; point: [number, number]; element: HTMLElement };

// A place is an entry of a list, or stands in a row of a table with others of the same service.
const entryOf = (element: HTMLElement): HTMLElement => element.closest("tr") ?? element;

// Each place bears the same number in the list and on the map.
const numberPlace = (element: HTMLElement, at: number): Place => {
  const title = entryOf(element).querySelector<HTMLElement>("h2, th a");
  const name = title?.textContent?.trim() ?? "";
  const pin = document.createElement("span");
  pin.className = "pin";
  pin.setAttribute("aria-hidden", "true");
  pin.textContent = String(at + 1);
  (element.contains(title) ? title : element)?.prepend(pin);
  const [latitude = 0, longitude = 0] = element.dataset.point!.split(",").map(Number);
  return { number: at + 1, name, point: [latitude, longitude], element };
};

const popupContent = (places: Place[]): HTMLElement => {
  const box = document.createElement("div");
  box.dir = document.documentElement.dir;
  for (const { element } of places) {
    const entry = entryOf(element);
    for (const found of [element.querySelector(".pin"), ...["h2 a, th a", ".state"].map((part) => entry.querySelector(part))])
      if (found) box.append(found.cloneNode(true));
  }
  return box;
};

// What would lie on each other is one spot: a thumb meets all of it, and nothing is hidden.
const groupPlaces = (places: Place[], map: L.Map): Place[][] => {
  const spots: Place[][] = [];
  for (const place of places) {
    const near = ([first]: Place[]) => map.latLngToLayerPoint(first!.point).distanceTo(map.latLngToLayerPoint(place.point)) < THUMB;
    const there = spots.find(near);
    if (there) there.push(place);
    else spots.push([place]);
  }
  return spots;
};

// Many that follow each other are said by the first and the last: 5–9.
const numbersOf = (places: Place[]): string => {
  const runs: number[][] = [];
  for (const { number } of places) {
    const last = runs.at(-1);
    if (last?.at(-1) === number - 1) last.push(number);
    else runs.push([number]);
  }
  return runs.map((run) => (run.length > 3 ? `${run[0]}–${run.at(-1)}` : run.join(" "))).join(" ");
};

const markerOf = (places: Place[]): L.Layer => {
  const html = `<span class="pin">${numbersOf(places)}</span>`;
  const icon = L.divIcon({ className: "spot", html, iconSize: [THUMB, THUMB], popupAnchor: [0, -16] });
  return L.marker(places[0]!.point, { icon, keyboard: true }).bindPopup(popupContent(places), { maxHeight: POPUP });
};

export const draw = async (sheet: HTMLElement, texts: DOMStringMap): Promise<void> => {
  const [countries] = await Promise.all([outlines(), loadStyleSheet(sheetUrl), loadStyleSheet(ownUrl)]);
  const places = [...document.querySelectorAll<HTMLElement>("[data-point]")].map(numberPlace);
  sheet.dir = "ltr"; // its corners are counted from the left
  const map = L.map(sheet, { attributionControl: false, zoomControl: false, maxZoom: 15, minZoom: 2 });
  map.fitBounds(L.latLngBounds(places.map(({ point }) => point)).pad(0.3), { maxZoom: 13 });
  L.control.zoom({ zoomInTitle: texts.in, zoomOutTitle: texts.out }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  L.geoJSON(countries, { style: OUTLINE }).addTo(map);
  const spots = L.layerGroup().addTo(map);
  const pin = (): void => {
    spots.clearLayers();
    for (const there of groupPlaces(places, map)) {
      const layer = markerOf(there);
      spots.addLayer(layer);
      layer.getElement()?.setAttribute("aria-label", there.map(({ number, name }) => `${number}. ${name}`).join(", "));
    }
  };
  map.on("zoomend", pin);
  pin();
};
