import { useEffect, useRef } from 'react'
import type { SceneContext } from '../../../scenes/state/scene-context.ts'
import { useLanguage, useTranslate } from '../../i18n/i18n.ts'
import { describeChunk } from '../spectrogram/describe-chunk.ts'
import { startPaintLoop } from '../spectrogram/paint-loop.ts'
import { attachMapGestures, type MapGestures } from './map-gestures.ts'
import { MapPainter } from './map-painter.ts'
import styles from './song-map.module.css'

/** The 2D map of the song, with the animation from line to map. */
export function SongMap({ session }: { session: SceneContext }) {
  const t = useTranslate()
  const language = useLanguage()
  const surface = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const caption = useRef<HTMLParagraphElement>(null)
  const slider = useRef<HTMLInputElement>(null)
  const motion = useRef<MapPainter['motion'] | null>(null)
  useEffect(() => {
    const on = surface.current
    const paper = canvas.current
    if (!on || !paper) return
    const { frameState, store } = session
    let told = -1
    let pointing: MapGestures | null = null
    const painter = new MapPainter(paper, session, () => {
      if (slider.current) slider.current.value = String(painter.motion.progress)
      pointing?.refresh()
      const chunk =
        frameState.pointer.hoveredChunk >= 0 ? frameState.pointer.hoveredChunk : (store.getState().selected ?? -1)
      if (chunk === told || !caption.current) return
      told = chunk
      caption.current.textContent = describeChunk(frameState.boxes.chunks, chunk, t, language) || t('page.map.caption')
    })
    motion.current = painter.motion
    pointing = attachMapGestures(on, painter, session)
    const measure = () => {
      painter.resize(on.clientWidth, on.clientHeight, Math.min(2, window.devicePixelRatio))
      // A resized canvas is empty until it is painted.
      painter.paint(0)
    }
    measure()
    const size = new ResizeObserver(measure)
    size.observe(on)
    const stop = startPaintLoop((dt) => painter.paint(dt))
    return () => {
      pointing?.detach()
      stop()
      size.disconnect()
    }
  }, [session, t, language])
  return (
    <div className={styles.map}>
      <div ref={surface} className={styles.view}>
        <canvas ref={canvas} role="img" aria-label={t('page.map.canvas')} />
      </div>
      <p ref={caption} className={styles.caption}>
        {t('page.map.caption')}
      </p>
      <div className={styles.clustering}>
        <button type="button" onClick={() => motion.current?.play()}>
          {t('page.map.play')}
        </button>
        <input
          ref={slider}
          type="range"
          aria-label={t('page.map.lineToMap')}
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
