import type { MapExtent } from './map-places.ts'

/** Free space around the map. */
const MARGIN_PX = 26
const MAX_ZOOM = 24

/** Transform of the map: CSS pixel = canvas center + pan + (position - extent's center) × scale × zoom, y upwards. */
export type MapView = { width: number; height: number; extent: MapExtent; zoom: number; panX: number; panY: number }

export const createMapView = (width: number, height: number, extent: MapExtent): MapView => ({
  width,
  height,
  extent: { ...extent },
  zoom: 1,
  panX: 0,
  panY: 0,
})

/** CSS pixels per unit of the map. */
export const getPixelsPerUnit = ({ width, height, extent, zoom }: MapView): number =>
  Math.max(1, Math.min((width / 2 - MARGIN_PX) / extent.halfWidth, (height / 2 - MARGIN_PX) / extent.halfHeight)) * zoom

export const toPixelX = (view: MapView, x: number): number =>
  view.width / 2 + view.panX + (x - view.extent.x) * getPixelsPerUnit(view)

export const toPixelY = (view: MapView, y: number): number =>
  view.height / 2 + view.panY - (y - view.extent.y) * getPixelsPerUnit(view)

/** Limits the pan so that the center of the map stays on the canvas. */
function clampPan(view: MapView): void {
  const scale = getPixelsPerUnit(view)
  const farX = Math.max(0, view.extent.halfWidth * scale - view.width / 4)
  const farY = Math.max(0, view.extent.halfHeight * scale - view.height / 4)
  if (view.zoom <= 1) {
    view.panX = 0
    view.panY = 0
  }
  view.panX = Math.min(farX, Math.max(-farX, view.panX))
  view.panY = Math.min(farY, Math.max(-farY, view.panY))
}

export function panMap(view: MapView, x: number, y: number): void {
  view.panX += x
  view.panY += y
  clampPan(view)
}

/** Zooms by a factor; the point under the pixel stays there as far as the limits of the pan allow. */
export function zoomMap(view: MapView, by: number, x: number, y: number): void {
  const zoom = Math.min(MAX_ZOOM, Math.max(1, view.zoom * by))
  const ratio = zoom / view.zoom
  view.panX = (x - view.width / 2) * (1 - ratio) + view.panX * ratio
  view.panY = (y - view.height / 2) * (1 - ratio) + view.panY * ratio
  view.zoom = zoom
  clampPan(view)
}

export function resetMap(view: MapView): void {
  view.zoom = 1
  view.panX = 0
  view.panY = 0
}

/**
 * Edge of each chunk's box in CSS pixels at zoom 1: areas are proportional to durations and cover a sixth of the canvas
 * together.
 */
export function computeBoxEdges(
  chunks: readonly { start: number; end: number }[],
  width: number,
  height: number,
): Float32Array<ArrayBuffer> {
  const duration = chunks.at(-1)?.end || 1
  const mean = duration / Math.max(1, chunks.length)
  const usual = Math.min(17, Math.max(2.5, Math.sqrt((0.16 * width * height) / Math.max(1, chunks.length))))
  return Float32Array.from(chunks, ({ start, end }) =>
    Math.max(usual * 0.55, Math.min(usual * 3, usual * Math.sqrt((end - start) / mean))),
  )
}

/** Boxes grow slower than the map when zooming in, so that crowded ones separate. */
export const computeEdgeScale = (zoom: number): number => zoom ** 0.45

/**
 * Finds the box under a pixel; of several, the one with the nearest center. `slack` pixels around a box count too.
 * @param places 2 × N, @param edges N CSS pixels
 * @returns -1 if there is none
 */
export function findBoxAt(
  view: MapView,
  places: Float32Array,
  edges: Float32Array,
  x: number,
  y: number,
  slack: number,
): number {
  let nearest = -1
  let least = Infinity
  const grown = computeEdgeScale(view.zoom) / 2
  for (let i = 0; i < edges.length; i++) {
    const dx = Math.abs(toPixelX(view, places[i * 2] as number) - x)
    const dy = Math.abs(toPixelY(view, places[i * 2 + 1] as number) - y)
    const reach = (edges[i] as number) * grown + slack
    if (dx > reach || dy > reach) continue
    const distance = dx * dx + dy * dy
    if (distance >= least) continue
    least = distance
    nearest = i
  }
  return nearest
}
