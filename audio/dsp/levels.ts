import type { Decibels } from '../units.ts'

/** LUFS; what is quieter is silence to the meter. */
export const SILENCE_LUFS: Decibels = -70
/** The least true peak that is told, dBTP. */
export const MIN_PEAK_DB: Decibels = -120

/** How loud a whole sound is, by ITU-R BS.1770-4. */
export type Levels = {
  /** Integrated loudness, LUFS; {@link SILENCE_LUFS} at least. */
  loudness: Decibels
  /** The same of the mix of all channels to one, in both ears. */
  monoLoudness: Decibels
  /** The largest value between samples too, dBTP; {@link MIN_PEAK_DB} at least. */
  truePeak: Decibels
}
