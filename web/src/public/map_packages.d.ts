// What we use of packages that bring no types of their own.

declare module "*?url" {
  const url: string;
  export default url;
}

declare module "topojson-client" {
  export interface Shape {
    geometry: { type: "Polygon"; coordinates: number[][][] } | { type: "MultiPolygon"; coordinates: number[][][][] };
  }
  export function feature(world: object, countries: object): { features: Shape[] };
}

declare module "leaflet" {
  export type Point = [latitude: number, longitude: number];
  export interface Layer {
    addTo(map: Map): this;
    bindPopup(content: HTMLElement, options?: { maxHeight: number }): this;
    getElement(): HTMLElement | undefined;
  }
  export interface Group extends Layer {
    addLayer(layer: Layer): this;
    clearLayers(): this;
  }
  export interface Bounds {
    pad(by: number): Bounds;
  }
  export interface Pixel {
    distanceTo(other: Pixel): number;
  }
  export interface Map {
    fitBounds(bounds: Bounds, options: object): Map;
    latLngToLayerPoint(point: Point): Pixel;
    on(what: string, then: () => void): Map;
  }
  export const control: { zoom(options: object): Layer; scale(options: object): Layer };
  export function map(sheet: HTMLElement, options: object): Map;
  export function geoJSON(shapes: object[], options: object): Layer;
  export function layerGroup(): Group;
  export function divIcon(options: object): object;
  export function marker(point: Point, options: object): Layer;
  export function latLngBounds(points: Point[]): Bounds;
}

declare module "*.css";
