import type { AnalysisStage } from '../../audio/analysis/analysis-types.ts'

/** Stages of an analysis, in order. */
const STAGES: readonly AnalysisStage[] = ['decoding', 'resampling', 'spectrum', 'onsets', 'features', 'embedding']

/**
 * The progress of the whole analysis, 0 to 1.
 * @param progress 0 to 1 within the stage
 */
export const computeWholeProgress = (stage: AnalysisStage, progress: number): number =>
  (STAGES.indexOf(stage) + progress) / STAGES.length
