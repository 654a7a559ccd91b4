import type { AnalysisStage } from './analysis/analysis-types.ts'

/** When a worker ran a stage, in milliseconds since the epoch, and how long it computed within it. */
export type StageTiming = { stage: AnalysisStage; startMs: number; endMs: number; computingMs: number }

/** The present time in milliseconds since the epoch, the same clock in a page and its workers. */
export const readClockMs = (): number => performance.timeOrigin + performance.now()

/** Enters timings into the page's performance timeline as `songwalk <stage>`; those of the song before are removed. */
export function measureStages(timings: readonly StageTiming[]): void {
  for (const { stage, startMs, endMs, computingMs } of timings) {
    const name = `songwalk ${stage}`
    performance.clearMeasures(name)
    const toPageTime = (timeMs: number) => timeMs - performance.timeOrigin
    performance.measure(name, { start: toPageTime(startMs), end: toPageTime(endMs), detail: { computingMs } })
  }
}
