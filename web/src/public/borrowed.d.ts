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
  interface Layer {
    addTo(map: Map): this;
    bindPopup(content: HTMLElement): this;
    getElement(): HTMLElement | undefined;
  }
  interface Bounds {
    pad(by: number): Bounds;
  }
  interface Map {
    fitBounds(bounds: Bounds, options: object): Map;
  }
  const L: {
    map(sheet: HTMLElement, options: object): Map;
    control: { zoom(options: object): Layer; scale(options: object): Layer };
    geoJSON(shapes: object[], options: object): Layer;
    divIcon(options: object): object;
    marker(point: [number, number], options: object): Layer;
    latLngBounds(points: [number, number][]): Bounds;
  };
  export default L;
}
