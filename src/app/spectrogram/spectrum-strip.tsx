import { useEffect, useRef, useState } from 'react'
import type { SceneContext } from '../../../scenes/state/scene-context.ts'
import { useLanguage, useTranslate } from '../../i18n/i18n.ts'
import { describeChunk } from './describe-chunk.ts'
import { startPaintLoop } from './paint-loop.ts'
import styles from './spectrum-strip.module.css'
import { StripGestures, ZOOM_FACTOR } from './strip-gestures.ts'
import { StripPainter } from './strip-painter.ts'
import { showsWholeSong } from './time-window.ts'

/** The spectrum of the whole song with its chunks and the playhead. */
export function SpectrumStrip({ session }: { session: SceneContext }) {
  const t = useTranslate()
  const [tools, setTools] = useState<StripHandle | null>(null)
  const [zoomed, setZoomed] = useState(false)
  const readout = useRef<HTMLSpanElement>(null)
  return (
    <section className={styles.strip} data-edge="bottom" aria-label={t('page.spectrum.name')}>
      <div className={styles.caption}>
        <span className={styles.readout} ref={readout} />
        {zoomed && (
          <button type="button" onClick={() => tools?.painter.showWholeSong()}>
            {t('page.spectrum.wholeSong')}
          </button>
        )}
        <button
          type="button"
          aria-label={t('page.spectrum.zoomOut')}
          disabled={!zoomed}
          onClick={() => tools?.zoom(1 / ZOOM_FACTOR)}
        >
          −
        </button>
        <button type="button" aria-label={t('page.spectrum.zoomIn')} onClick={() => tools?.zoom(ZOOM_FACTOR)}>
          +
        </button>
      </div>
      <StripView room={session} readout={readout} onTools={setTools} onZoomed={setZoomed} />
    </section>
  )
}

type StripHandle = { painter: StripPainter; zoom: (by: number) => void }

function StripView({
  room,
  readout,
  onTools,
  onZoomed,
}: {
  room: SceneContext
  readout: React.RefObject<HTMLSpanElement | null>
  onTools: (tools: StripHandle | null) => void
  onZoomed: (zoomed: boolean) => void
}) {
  const t = useTranslate()
  const language = useLanguage()
  const surface = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const on = surface.current
    const paper = canvas.current
    if (!on || !paper) return
    const { frameState, store } = room
    let gestures: StripGestures | null = null
    let told = -2
    let generation = -1
    // Texts change with the chunk, not with every frame.
    const tell = () => {
      gestures?.refresh()
      onZoomed(!showsWholeSong(painter.timeWindow))
      const chunk =
        frameState.pointer.hoveredChunk >= 0 ? frameState.pointer.hoveredChunk : (store.getState().selected ?? -1)
      if (chunk === told && generation === frameState.boxes.generation) return
      told = chunk
      generation = frameState.boxes.generation
      const words = describeChunk(frameState.boxes.chunks, chunk, t, language)
      if (readout.current) readout.current.textContent = words
      on.setAttribute('aria-valuemax', String(Math.max(1, frameState.boxes.count)))
      on.setAttribute('aria-valuenow', String(Math.max(0, chunk) + 1))
      on.setAttribute('aria-valuetext', words || t('page.spectrum.noChunk'))
    }
    const painter = new StripPainter(paper, room, tell)
    gestures = new StripGestures(on, painter, room)
    const measure = () => {
      painter.resize(on.clientWidth, on.clientHeight, Math.min(2, window.devicePixelRatio))
      // A resized canvas is empty until it is painted.
      painter.paint(0)
    }
    measure()
    const size = new ResizeObserver(measure)
    size.observe(on)
    const stop = startPaintLoop((dt) => painter.paint(dt))
    const detach = gestures.attach()
    onTools({ painter, zoom: (by) => gestures?.zoom(by) })
    return () => {
      onTools(null)
      onZoomed(false)
      detach()
      stop()
      size.disconnect()
      if (readout.current) readout.current.textContent = ''
    }
  }, [room, readout, onTools, onZoomed, t, language])
  return (
    <div
      ref={surface}
      className={styles.view}
      role="slider"
      tabIndex={0}
      aria-label={t('page.spectrum.slider')}
      aria-valuemin={1}
      aria-valuemax={1}
      aria-valuenow={1}
    >
      <canvas ref={canvas} />
    </div>
  )
}
