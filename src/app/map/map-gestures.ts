import type { SceneContext } from '../../../scenes/state/ui-store.ts'
import { followPointers, type Place, placeOn, wheelZoom } from '../spectrogram/canvas-pointers.ts'
import type { MapPainter } from './map-painter.ts'
import { panMap, resetMap, zoomMap } from './map-view.ts'

export type Pointing = {
  /** The boxes have moved: another one may be under the pointer that rests. */
  refresh: () => void
  detach: () => void
}

/** Pointers and wheel on the map. */
export function connectMap(surface: HTMLElement, painter: MapPainter, { live, actions }: SceneContext): Pointing {
  const off = new AbortController()
  const { signal } = off
  const { view } = painter
  let pointed = -1
  let resting: Place | null = null
  const point = (chunk: number) => {
    live.hovered = chunk
    pointed = chunk
    surface.style.cursor = chunk >= 0 ? 'pointer' : view.zoom > 1 ? 'grab' : 'default'
  }
  const hover = (at: Place) => {
    resting = at
    point(painter.chunkUnder(at))
  }
  const leave = () => {
    resting = null
    if (live.hovered === pointed) point(-1)
  }
  followPointers(
    surface,
    {
      point: hover,
      click: (at) => actions.pickChunk(painter.chunkUnder(at)),
      drag: (_from, last, to) => {
        resting = to
        panMap(view, to.x - last.x, to.y - last.y)
      },
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
      hover(at)
    },
    { signal, passive: false },
  )
  return {
    refresh: () => {
      if (resting) hover(resting)
    },
    detach: () => {
      off.abort()
      leave()
    },
  }
}
