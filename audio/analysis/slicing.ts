import type { SongSettings } from '../song/song.ts'
import type { Seconds } from '../units.ts'
import { trackBeats } from './beats.ts'
import {
  ANALYSIS_RATE_HZ,
  computeMelSpectrogram,
  FFT_SIZE,
  HOP_LENGTH,
  type MelSpectrogram,
} from './mel-spectrogram.ts'
import { backtrackOnsets, computeOnsetStrength, pickOnsets } from './onsets.ts'
import { findSoundStart } from './trim-silence.ts'

type Slicing = SongSettings['slicing']

const GRID_STEP_S: Seconds = 0.25
const FRAMES_PER_GRID_STEP = (GRID_STEP_S * ANALYSIS_RATE_HZ) / HOP_LENGTH

/** The cuts of each slicing. */
const slicers: Record<Slicing, (spectrogram: MelSpectrogram, samples: Float32Array) => number[]> = {
  /** librosa.onset.onset_detect with its defaults. */
  onsets: (spectrogram) => pickOnsets(computeOnsetStrength(spectrogram)),
  /** The same on onset_strength(center=False): two frames (46 ms) earlier, where the sound begins. */
  early: (spectrogram) => pickOnsets(computeOnsetStrength(spectrogram, { center: false })),
  /** onset_detect(backtrack=True), each local minimum once. */
  backtracked: (spectrogram) => {
    const strength = computeOnsetStrength(spectrogram)
    return [...new Set(backtrackOnsets(pickOnsets(strength), strength))]
  },
  /** onset_detect on onset_strength(lag=2, max_size=3), which ignores vibrato (Böck & Widmer 2013). */
  superflux: pickSuperfluxOnsets,
  trimmed: findTrimmedOnsets,
  /** librosa.beat.beat_track with its defaults. */
  beats: trackBeats,
  /** Every quarter of a second, to the nearest frame; the last chunk is 0.5 to 1.5 times as long. */
  grid: ({ frames }) =>
    Array.from({ length: Math.round((frames - 1) / FRAMES_PER_GRID_STEP) }, (_, i) =>
      Math.round(i * FRAMES_PER_GRID_STEP),
    ),
}

function pickSuperfluxOnsets(spectrogram: MelSpectrogram): number[] {
  return pickOnsets(computeOnsetStrength(spectrogram, { lag: 2, reach: 1 }))
}

/**
 * SuperFlux of the sound without the silence before it, whose first attack would be the peak that all others are
 * normalized by. Frames begin with the sound, so silence put before it moves the cuts and changes none.
 */
function findTrimmedOnsets({ frames }: MelSpectrogram, samples: Float32Array): number[] {
  const start = findSoundStart(samples)
  if (start === undefined) return []
  const onsets = pickSuperfluxOnsets(computeMelSpectrogram(samples.subarray(start)))
  // The first sound is no onset of the trimmed sound; the silence before it must not become part of its chunk.
  const cuts = start >= FFT_SIZE && onsets[0] !== 0 ? [0, ...onsets] : onsets
  return cuts.map((frame) => Math.min(frames - 1, Math.round(start / HOP_LENGTH + frame)))
}

/**
 * The frames where a song is cut.
 * @param samples those of the spectrogram
 * @returns ascending frame numbers; none for silence
 */
export const findCutFrames = (slicing: Slicing, spectrogram: MelSpectrogram, samples: Float32Array): number[] =>
  slicers[slicing](spectrogram, samples)
