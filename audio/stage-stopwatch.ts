import type { AnalysisStage } from './analysis/analysis-types.ts'
import { readClockMs, type StageTiming } from './stage-timing.ts'

/** Measures the stages of a worker. */
export type StageStopwatch = {
  /** Runs a part of the current stage; without one, all of a stage's time counts as computing. */
  run: <T>(part: () => T) => T
  /** Begins a stage; the same stage goes on. */
  enter: (stage: AnalysisStage) => void
  /** Ends the last stage. */
  stop: () => StageTiming[]
}

export function createStageStopwatch(first: AnalysisStage): StageStopwatch {
  const timings: StageTiming[] = []
  let current = { stage: first, startMs: readClockMs(), partsMs: 0 }
  const end = () => {
    const endMs = readClockMs()
    const { stage, startMs, partsMs } = current
    timings.push({ stage, startMs, endMs, computingMs: partsMs || endMs - startMs })
  }
  return {
    run: (part) => {
      const start = performance.now()
      const result = part()
      current.partsMs += performance.now() - start
      return result
    },
    enter: (stage) => {
      if (stage === current.stage) return
      end()
      current = { stage, startMs: readClockMs(), partsMs: 0 }
    },
    stop: () => {
      end()
      return timings
    },
  }
}
