import { SingleBar } from 'cli-progress'
import type { AnalysisStage } from '../audio/analysis/analysis-types.ts'

/** Rough shares of the whole work, in order. */
const shares: [AnalysisStage, number][] = [
  ['decoding', 0.3],
  ['resampling', 0.1],
  ['spectrum', 0.1],
  ['onsets', 0.02],
  ['features', 0.08],
  ['embedding', 0.4],
]

/** How much of the whole work is done, 0-1. */
export function fractionDone(stage: AnalysisStage, fraction: number): number {
  const at = shares.findIndex(([name]) => name === stage)
  const before = shares.slice(0, at).reduce((sum, [, share]) => sum + share, 0)
  return before + fraction * (shares[at]?.[1] ?? 0)
}

/** Shows where the work is; `done` gives the terminal back. */
export type ProgressBar = { show: (stage: AnalysisStage, fraction: number) => void; done: () => void }

/** A bar on standard error where that is a terminal; nothing at all elsewhere. */
export function createProgressBar(): ProgressBar {
  if (!process.stderr.isTTY) return { show: () => {}, done: () => {} }
  const bar = new SingleBar({ format: '{bar} {percentage}% {stage}', stream: process.stderr, clearOnComplete: true })
  bar.start(100, 0, { stage: '' })
  return {
    show: (stage, fraction) => {
      bar.update(Math.round(100 * fractionDone(stage, fraction)), { stage })
      // The work is synchronous: without this the bar's own timer would never get a turn.
      bar.render()
    },
    done: () => bar.stop(),
  }
}
