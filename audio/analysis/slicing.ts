import type { SongSettings } from '../song/song.ts'
import type { Seconds } from '../units.ts'
import { trackBeats } from './beats.ts'
import { ANALYSIS_RATE_HZ, HOP_LENGTH, type MelSpectrogram } from './mel-spectrogram.ts'
import { backtrackOnsets, computeOnsetStrength, pickOnsets } from './onsets.ts'

type Slicing = SongSettings['slicing']

const GRID_STEP_S: Seconds = 0.25
const FRAMES_PER_GRID_STEP = (GRID_STEP_S * ANALYSIS_RATE_HZ) / HOP_LENGTH

/** How each slicing finds its cuts. */
const slicers: Record<Slicing, (spectrogram: MelSpectrogram) => number[]> = {
  /** librosa.onset.onset_detect with its defaults. */
  onsets: (spectrogram) => pickOnsets(computeOnsetStrength(spectrogram)),
  /** The same on onset_strength(center=False): two frames (46 ms) earlier, where the sound begins rather than shows. */
  early: (spectrogram) => pickOnsets(computeOnsetStrength(spectrogram, { center: false })),
  /** onset_detect(backtrack=True), each foot once. */
  backtracked: (spectrogram) => {
    const strength = computeOnsetStrength(spectrogram)
    return [...new Set(backtrackOnsets(pickOnsets(strength), strength))]
  },
  /** onset_detect on onset_strength(lag=2, max_size=3): vibrato is no onset (Böck & Widmer 2013); the project's frames. */
  superflux: (spectrogram) => pickOnsets(computeOnsetStrength(spectrogram, { lag: 2, reach: 1 })),
  /** librosa.beat.beat_track with its defaults. */
  beats: trackBeats,
  /** Every quarter of a second, to the nearest frame; the last stretch is half to one and a half as long. */
  grid: ({ frames }) =>
    Array.from({ length: Math.round((frames - 1) / FRAMES_PER_GRID_STEP) }, (_, i) =>
      Math.round(i * FRAMES_PER_GRID_STEP),
    ),
}

/**
 * The frames where a song is cut.
 * @returns frame numbers, rising; none where nothing begins, as in silence
 */
export const findCutFrames = (slicing: Slicing, spectrogram: MelSpectrogram): number[] => slicers[slicing](spectrogram)
