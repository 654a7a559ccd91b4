import { findImpulses, measureRms } from './measure.ts'
import { computeStartSample, createBuffer, createSpans, renderOffline } from './render-offline.ts'

// Scenarios about when a sound is heard and what may be in a file; each returns plain numbers.

const SAMPLE_RATE_HZ = 44100

/** Impulses in the song and in a pick: where they are in the output, and where they should be. */
export async function measureImpulses() {
  // Chunk borders on no sample, as the pipeline gives them; impulses at the very first sample and inside each chunk.
  const chunks = createSpans(0, 5632 / 22050, 11777.3 / 22050, 0.777, 1.2)
  const places = [
    0,
    500,
    ...chunks.map(({ start }) => Math.round(start * SAMPLE_RATE_HZ) + 700),
    1.2 * SAMPLE_RATE_HZ - 1,
  ]
  const marks = [...new Set(places)]
  const buffer = createBuffer(SAMPLE_RATE_HZ, 1.2, (i) => (marks.includes(i) ? 1 : 0))
  const [song] = await renderOffline({ buffer, chunks, seconds: 1.4, script: ({ playback }) => playback.play() })
  const [sought] = await renderOffline({
    buffer,
    chunks,
    seconds: 1.4,
    script: ({ playback, at }) => at(0.1, () => playback.seek(0.3) ?? playback.play()),
  })
  return {
    heard: findImpulses(song as Float32Array, 0.99),
    expected: marks.map((mark) => mark + computeStartSample(SAMPLE_RATE_HZ)).sort((a, b) => a - b),
    sought: findImpulses(sought as Float32Array, 0.99),
    soughtFrom: Math.round(0.3 * SAMPLE_RATE_HZ),
    marks,
  }
}

/** A chunk picked while the song is silent: by how many samples its first one follows the pick. */
export async function measurePickDelay() {
  const start = Math.round(0.5 * SAMPLE_RATE_HZ)
  const buffer = createBuffer(SAMPLE_RATE_HZ, 1, (i) => (i === start + 4410 ? 1 : 0))
  let asked = 0
  const [heard] = await renderOffline({
    buffer,
    chunks: createSpans(0, 0.5, 1),
    seconds: 1,
    script: ({ playback, voices, at }) =>
      at(0.2, () => {
        asked = Math.round(voices.now() * SAMPLE_RATE_HZ)
        playback.pick(1)
      }),
  })
  return findImpulses(heard as Float32Array, 0.99).map((found) => found - 4410 - asked)
}

/** RMS of what is heard of the same sine in 1, 2 or 6 channels, straight and from a box ahead. */
export async function measureChannelCount(count: number) {
  const sine = (i: number): number => 0.1 * Math.sin((2 * Math.PI * 330 * i) / SAMPLE_RATE_HZ)
  const buffer = createBuffer(SAMPLE_RATE_HZ, 0.5, ...Array.from({ length: count }, () => sine))
  const of = async (spatial: boolean) => {
    const channels = await renderOffline({
      buffer,
      chunks: createSpans(0, 0.2, 0.5),
      seconds: 0.6,
      spatial,
      script: ({ playback }) => playback.play(),
    })
    return channels.map((x) => measureRms(x, 0.1 * SAMPLE_RATE_HZ, 0.4 * SAMPLE_RATE_HZ))
  }
  return { straight: await of(false), room: await of(true) }
}
