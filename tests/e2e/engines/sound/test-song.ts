/** Hertz; that of the test's sound device, so that nothing is resampled. */
export const SONG_RATE_HZ = 48_000
const SONG_SECONDS = 8
const BURSTS_PER_SECOND = 3
const BURST_ATTACK_S = 0.006
/** Sines below every burst; they never meet again within the song. */
const BED_HERTZ = [61.7, 83.3, 107.9, 139.1, 173.3, 211.7, 257.9, 311.1, 367.7]

/**
 * Bursts at uneven times over a quiet bed of sines, in 16 bits: each moment can be told from all others, a gap is one
 * everywhere, and nothing in it is as hard as a click. Runs in pages and in Node alike.
 */
export function createTestSong(): Float32Array<ArrayBuffer> {
  const bursts = Array.from({ length: SONG_SECONDS * BURSTS_PER_SECOND }, (_, i) => ({
    at: (i + 0.45 * (((i * 7) % 11) / 11)) / BURSTS_PER_SECOND,
    hertz: 220 + 87 * ((i * 5) % 11),
  }))
  const samples = new Float32Array(SONG_SECONDS * SONG_RATE_HZ)
  for (let i = 0; i < samples.length; i++) {
    const time = i / SONG_RATE_HZ
    const bed = BED_HERTZ.reduce((sum, hertz) => sum + Math.sin(2 * Math.PI * hertz * time + hertz), 0)
    let sum = 0.014 * bed
    for (const { at, hertz } of bursts) {
      const age = time - at
      if (age < 0 || age > 1) continue
      const attack = age < BURST_ATTACK_S ? (1 - Math.cos((Math.PI * age) / BURST_ATTACK_S)) / 2 : 1
      sum += 0.4 * attack * Math.exp(-9 * age) * Math.sin(2 * Math.PI * hertz * age)
    }
    // Neither its beginning nor its end is a click.
    sum *= Math.min(1, time / 0.02, (SONG_SECONDS - time) / 0.02)
    samples[i] = Math.round(sum * 32767) / 32768
  }
  return samples
}

const TONES = 8
const TONE_S = 1.8
const TONE_FADE_S = 0.02

/** Steady tones, one after the other: each is one long chunk whose sides can be measured at every moment. */
export function createSteadySong(): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(TONES * TONE_S * SONG_RATE_HZ)
  for (let i = 0; i < samples.length; i++) {
    const time = i / SONG_RATE_HZ
    const tone = Math.floor(time / TONE_S)
    const age = time - tone * TONE_S
    const hertz = 400 + 60 * ((tone * 3) % TONES)
    samples[i] =
      0.4 * Math.min(1, age / TONE_FADE_S, (TONE_S - age) / TONE_FADE_S) * Math.sin(2 * Math.PI * hertz * age)
  }
  return samples
}
