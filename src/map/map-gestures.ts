import type { Room } from '../../scenes/room.ts'
import { followPointers, placeOn, wheelZoom } from '../strip/pointers.ts'
import type { MapPainter } from './map-painter.ts'
import { panMap, resetMap, zoomMap } from './map-view.ts'

/** Pointers and wheel on the map. */
export function connectMap(surface: HTMLElement, painter: MapPainter, { live, actions }: Room): () => void {
  const off = new AbortController()
  const { signal } = off
  const { view } = painter
  let pointed = -1
  const point = (chunk: number) => {
    live.hovered = chunk
    pointed = chunk
    surface.style.cursor = chunk >= 0 ? 'pointer' : view.zoom > 1 ? 'grab' : 'default'
  }
  const leave = () => {
    if (live.hovered === pointed) point(-1)
  }
  followPointers(
    surface,
    {
      point: (at) => point(painter.chunkUnder(at)),
      click: (at) => actions.pick(painter.chunkUnder(at)),
      drag: (_from, last, to) => panMap(view, to.x - last.x, to.y - last.y),
      pinch: (before, after, spread) => {
        panMap(view, after.x - before.x, after.y - before.y)
        zoomMap(view, spread, after.x, after.y)
      },
      leave,
    },
    signal,
  )
  surface.addEventListener('dblclick', () => resetMap(view), { signal })
  surface.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      const at = placeOn(surface, event)
      zoomMap(view, wheelZoom(event), at.x, at.y)
      point(painter.chunkUnder(at))
    },
    { signal, passive: false },
  )
  return () => {
    off.abort()
    leave()
  }
}
