import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { formatTime } from '../../../audio/format-time.ts'
import type { Seconds } from '../../../audio/units.ts'
import { exportStore } from './export-job.ts'
import styles from './export-progress.module.css'

/** The running export, over the page whichever drawer is open. */
export function ExportProgress() {
  const running = useStore(exportStore, (state) => state.running)
  const recording = running?.recording ?? false
  const seconds = useElapsedSeconds(recording)
  if (!running) return null
  const { label, progress, stop } = running
  return (
    <div className={styles.exportProgress} data-stays="" data-recording={recording || undefined}>
      {recording && <span className={styles.recordingLight} aria-hidden="true" />}
      <span role="status">{label}</span>
      {recording && <time>{formatTime(seconds)}</time>}
      {progress !== null && <progress max={1} value={progress} aria-label={label} />}
      {stop && (
        <button type="button" onClick={stop.now}>
          {stop.label}
        </button>
      )}
    </div>
  )
}

/** Whole seconds since `on` became true. */
function useElapsedSeconds(on: boolean): Seconds {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    if (!on) return
    setSeconds(0)
    const from = performance.now()
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - from) / 1000)), 250)
    return () => clearInterval(timer)
  }, [on])
  return seconds
}
