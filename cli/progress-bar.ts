import { SingleBar } from 'cli-progress'
import type { AnalysisStage } from '../audio/analysis/analysis-types.ts'

/** Estimated shares of the total time, in order. */
const STAGE_SHARES: [AnalysisStage, number][] = [
  ['decoding', 0.3],
  ['resampling', 0.1],
  ['spectrum', 0.1],
  ['onsets', 0.02],
  ['features', 0.08],
  ['embedding', 0.4],
]

/** Progress over all stages, 0-1. */
export function computeOverallProgress(stage: AnalysisStage, fraction: number): number {
  const at = STAGE_SHARES.findIndex(([name]) => name === stage)
  const before = STAGE_SHARES.slice(0, at).reduce((sum, [, share]) => sum + share, 0)
  return before + fraction * (STAGE_SHARES[at]?.[1] ?? 0)
}

/** `stop` removes the bar from the terminal. */
export type ProgressBar = { update: (stage: AnalysisStage, fraction: number) => void; stop: () => void }

/** A progress bar on standard error; nothing if that is not a terminal. */
export function createProgressBar(): ProgressBar {
  if (!process.stderr.isTTY) return { update: () => {}, stop: () => {} }
  const bar = new SingleBar({ format: '{bar} {percentage}% {stage}', stream: process.stderr, clearOnComplete: true })
  bar.start(100, 0, { stage: '' })
  return {
    update: (stage, fraction) => {
      bar.update(Math.round(100 * computeOverallProgress(stage, fraction)), { stage })
      // The analysis is synchronous, so that the bar's timer does not run.
      bar.render()
    },
    stop: () => bar.stop(),
  }
}
