import type { Seconds } from '../../audio/units.ts'

/** What each step gives up, one after the other: the mirror, pictures beyond arm's length, a sharp horizon, pixels. */
export const MAX_QUALITY_STEP = 4
/** Frames are judged in windows of this length. */
export const QUALITY_WINDOW_S: Seconds = 0.5
/** Frames are missed for two seconds before a step is given up. */
const MISSED_WINDOWS = 4
const MISSED_SHARE = 0.2
/** Ten seconds without a missed frame bring a step back; twice as long each time it was given up again at once. */
const KEPT_WINDOWS = 20
const KEPT_SHARE = 0.04
const MAX_KEPT_WINDOWS = 600
/** A step that is given up again within ten seconds came back too early. */
const EARLY_WINDOWS = 20
/** Below ten pictures a second no step brings motion back: they stay whole. */
const STILL_FRAME_S: Seconds = 0.1

/** How much of the picture is given up so that it moves. */
export type PictureQuality = {
  /** 0: the whole picture. */
  step: number
  missedWindows: number
  keptWindows: number
  /** Windows without missed frames that bring a step back. */
  neededWindows: number
  /** Windows since a step came back. */
  sinceBack: number
}

export const initialPictureQuality: PictureQuality = {
  step: 0,
  missedWindows: 0,
  keptWindows: 0,
  neededWindows: KEPT_WINDOWS,
  sinceBack: EARLY_WINDOWS,
}

/**
 * @param missedShare of the window's frames
 * @param meanFrame of the window
 */
export function nextPictureQuality(quality: PictureQuality, missedShare: number, meanFrame: Seconds): PictureQuality {
  const { step, neededWindows } = quality
  const sinceBack = Math.min(EARLY_WINDOWS, quality.sinceBack + 1)
  if (meanFrame > STILL_FRAME_S) return { ...quality, step: 0, missedWindows: 0, keptWindows: 0, sinceBack }
  if (missedShare > MISSED_SHARE) {
    const missedWindows = quality.missedWindows + 1
    if (missedWindows < MISSED_WINDOWS || step === MAX_QUALITY_STEP)
      return { ...quality, missedWindows, keptWindows: 0, sinceBack }
    const needed = sinceBack < EARLY_WINDOWS ? Math.min(MAX_KEPT_WINDOWS, neededWindows * 2) : neededWindows
    return { step: step + 1, missedWindows: 0, keptWindows: 0, neededWindows: needed, sinceBack: EARLY_WINDOWS }
  }
  if (missedShare > KEPT_SHARE) return { ...quality, missedWindows: 0, keptWindows: 0, sinceBack }
  const keptWindows = quality.keptWindows + 1
  if (step === 0 || keptWindows < neededWindows) return { ...quality, missedWindows: 0, keptWindows, sinceBack }
  return { ...quality, step: step - 1, missedWindows: 0, keptWindows: 0, sinceBack: 0 }
}
