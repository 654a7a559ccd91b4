import { SingleBar } from 'cli-progress'
import type { AnalysisStage } from '../audio/analysis/analysis-types.ts'

/** Rough shares of the whole work, in order. */
const STAGE_SHARES: [AnalysisStage, number][] = [
  ['decoding', 0.3],
  ['resampling', 0.1],
  ['spectrum', 0.1],
  ['onsets', 0.02],
  ['features', 0.08],
  ['embedding', 0.4],
]

/** How much of the whole work is done, 0-1. */
export function computeOverallProgress(stage: AnalysisStage, fraction: number): number {
  const at = STAGE_SHARES.findIndex(([name]) => name === stage)
  const before = STAGE_SHARES.slice(0, at).reduce((sum, [, share]) => sum + share, 0)
  return before + fraction * (STAGE_SHARES[at]?.[1] ?? 0)
}

/** Shows where the work is; `done` gives the terminal back. */
export type ProgressBar = { update: (stage: AnalysisStage, fraction: number) => void; stop: () => void }

/** A bar on standard error where that is a terminal; nothing at all elsewhere. */
export function createProgressBar(): ProgressBar {
  if (!process.stderr.isTTY) return { update: () => {}, stop: () => {} }
  const bar = new SingleBar({ format: '{bar} {percentage}% {stage}', stream: process.stderr, clearOnComplete: true })
  bar.start(100, 0, { stage: '' })
  return {
    update: (stage, fraction) => {
      bar.update(Math.round(100 * computeOverallProgress(stage, fraction)), { stage })
      // The work is synchronous: without this the bar's own timer would never get a turn.
      bar.render()
    },
    stop: () => bar.stop(),
  }
}
