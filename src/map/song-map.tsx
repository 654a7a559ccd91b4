import { useEffect, useRef } from 'react'
import type { Room } from '../../scenes/room.ts'
import { describeChunk } from '../strip/describe-chunk.ts'
import { startPainting } from '../strip/paint-loop.ts'
import { connectMap } from './map-gestures.ts'
import { MapPainter } from './map-painter.ts'

const CAPTION = 'Chunks that sound alike lie together.'

/** The 2D map of the song, and how it came about. */
export function SongMap({ session }: { session: Room }) {
  const surface = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const caption = useRef<HTMLParagraphElement>(null)
  const slider = useRef<HTMLInputElement>(null)
  const motion = useRef<MapPainter['motion'] | null>(null)
  useEffect(() => {
    const on = surface.current
    const paper = canvas.current
    if (!on || !paper) return
    const { live, store } = session
    let told = -1
    const painter = new MapPainter(paper, session, () => {
      // Not while a finger is on it: it shows what the finger asked for.
      if (slider.current && painter.motion.running) slider.current.value = String(painter.motion.progress)
      const chunk = live.hovered >= 0 ? live.hovered : (store.getState().selected ?? -1)
      if (chunk === told || !caption.current) return
      told = chunk
      caption.current.textContent = describeChunk(live.chunks, chunk) || CAPTION
    })
    motion.current = painter.motion
    const size = new ResizeObserver(() => {
      painter.resize(on.clientWidth, on.clientHeight, Math.min(2, window.devicePixelRatio))
      // At once: a canvas of a new size is empty.
      painter.paint(0)
    })
    size.observe(on)
    const stop = startPainting((dt) => painter.paint(dt))
    const detach = connectMap(on, painter, session)
    return () => {
      detach()
      stop()
      size.disconnect()
    }
  }, [session])
  return (
    <div className="map">
      <div ref={surface} className="map-view">
        <canvas ref={canvas} role="img" aria-label="Map of the song: chunks that sound alike lie together" />
      </div>
      <p ref={caption} className="map-caption">
        {CAPTION}
      </p>
      <div className="map-clustering">
        <button type="button" onClick={() => motion.current?.play()}>
          Play clustering
        </button>
        <input
          ref={slider}
          type="range"
          aria-label="From line to map"
          min={0}
          max={1}
          step={0.001}
          defaultValue={0}
          onChange={(event) => motion.current?.scrub(Number(event.target.value))}
        />
      </div>
    </div>
  )
}
