import type { SceneContext } from '../../../scenes/state/scene-context.ts'
import { type PixelPoint, toSurfacePoint, toZoomFactor, trackPointers } from '../spectrogram/canvas-pointers.ts'
import type { MapPainter } from './map-painter.ts'
import { panMap, resetMap, zoomMap } from './map-view.ts'

export type MapGestures = {
  /** Updates the hovered chunk after boxes have moved under a resting pointer. */
  refresh: () => void
  detach: () => void
}

/** Handles pointers and wheel on the map. */
export function attachMapGestures(
  surface: HTMLElement,
  painter: MapPainter,
  { frameState, actions }: SceneContext,
): MapGestures {
  const off = new AbortController()
  const { signal } = off
  const { view } = painter
  let pointed = -1
  let resting: PixelPoint | null = null
  const point = (chunk: number) => {
    frameState.pointer.hoveredChunk = chunk
    pointed = chunk
    surface.style.cursor = chunk >= 0 ? 'pointer' : view.zoom > 1 ? 'grab' : 'default'
  }
  const hover = (at: PixelPoint) => {
    resting = at
    point(painter.findChunkAt(at))
  }
  const leave = () => {
    resting = null
    if (frameState.pointer.hoveredChunk === pointed) point(-1)
  }
  trackPointers(
    surface,
    {
      onHover: hover,
      onClick: (at) => actions.pickChunk(painter.findChunkAt(at)),
      onDrag: (_from, last, to) => {
        resting = to
        panMap(view, to.x - last.x, to.y - last.y)
      },
      onPinch: (before, after, spread) => {
        panMap(view, after.x - before.x, after.y - before.y)
        zoomMap(view, spread, after.x, after.y)
      },
      onLeave: leave,
    },
    signal,
  )
  surface.addEventListener('dblclick', () => resetMap(view), { signal })
  surface.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      const at = toSurfacePoint(surface, event)
      zoomMap(view, toZoomFactor(event), at.x, at.y)
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
