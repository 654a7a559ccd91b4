import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { formatTime } from '../../../audio/format-time.ts'
import { useTranslate } from '../../i18n/i18n.ts'
import type { Session } from '../../session/session.ts'
import { toCssLinearColor } from '../../shared/song-gradient.ts'
import { usePlayhead } from '../../shared/use-playhead.ts'
import styles from './loudness-bar.module.css'

/** Between the highest bar and the lowest. */
const LOUDNESS_RANGE_DB = 30
const MIN_BAR_HEIGHT = 0.1

/** The song's chunks as bars, by duration and loudness; dragging seeks. */
export function LoudnessBar({ session }: { session: Session }) {
  const { store, actions } = session
  const t = useTranslate()
  const { duration, outline, preferences } = useStore(store)
  const [time, setTime] = usePlayhead(session)
  const canvas = useRef<HTMLCanvasElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the palette has painted `live.colors`.
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const draw = () => drawBars(element, session)
    const resizeObserver = new ResizeObserver(draw)
    resizeObserver.observe(element)
    draw()
    return () => resizeObserver.disconnect()
  }, [session, outline, preferences.palette])
  const rangeMax = duration || 1
  return (
    // Time runs from left to right in all languages.
    <div className={styles.bar} dir="ltr" style={{ ['--played' as string]: `${(100 * time) / rangeMax}%` }}>
      <canvas ref={canvas} />
      <i className={styles.playhead} aria-hidden="true" />
      <input
        type="range"
        aria-label={t('exhibit.seek')}
        aria-valuetext={t('common.timeOfDuration', { time: formatTime(time), duration: formatTime(duration) })}
        min={0}
        max={rangeMax}
        step={0.01}
        value={Math.min(time, rangeMax)}
        disabled={outline.length === 0}
        onChange={({ target }) => {
          const seekTime = Number(target.value)
          // Otherwise React restores the old value until the next poll.
          setTime(seekTime)
          actions.seek(seekTime)
        }}
      />
    </div>
  )
}

function drawBars(canvas: HTMLCanvasElement, { frameState, store }: Session): void {
  const { outline, duration } = store.getState()
  const scale = Math.min(2, window.devicePixelRatio)
  const { clientWidth, clientHeight } = canvas
  canvas.width = Math.max(1, Math.round(clientWidth * scale))
  canvas.height = Math.max(1, Math.round(clientHeight * scale))
  const context = canvas.getContext('2d')
  if (!context || duration <= 0 || frameState.boxes.colors.length < outline.length * 3) return
  const maxLoudness = outline.reduce((max, { loudness }) => Math.max(max, loudness), Number.NEGATIVE_INFINITY)
  const { width, height } = canvas
  outline.forEach(({ start, end, loudness }, i) => {
    const barHeight = Math.max(MIN_BAR_HEIGHT, 1 - (maxLoudness - loudness) / LOUDNESS_RANGE_DB) * height
    const [left, right] = [(start / duration) * width, (end / duration) * width]
    context.fillStyle = toCssLinearColor(frameState.boxes.colors.subarray(i * 3, i * 3 + 3))
    context.beginPath()
    context.roundRect(
      left,
      (height - barHeight) / 2,
      Math.max(1, right - left - scale),
      barHeight,
      Math.min(3 * scale, (right - left) / 2),
    )
    context.fill()
  })
}
