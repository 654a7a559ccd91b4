import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Points, toPoints } from '../../audio/analysis/embedding/points.ts'
import type { Pcm } from '../../audio/pcm.ts'
import { decodeFile } from '../../cli/decode-file.ts'
import { measureMedians } from './timing.ts'

const DEMO_SONGS_FOLDER = join(import.meta.dirname, '../../exhibits/demo')

/** Decodes a demo song. @returns its sound and the median decoding time */
export async function decodeDemo(file: string): Promise<{ pcm: Pcm; seconds: number }> {
  const path = join(DEMO_SONGS_FOLDER, file)
  const bytes = new Uint8Array(await readFile(path))
  let pcm: Pcm = { channels: [], sampleRate: 1 }
  const { seconds } = await measureMedians({
    seconds: async () => {
      pcm = await decodeFile(bytes, path)
    },
  })
  return { pcm, seconds }
}

/** Repeatable numbers in [-1, 1). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
}

/** The rate of the demo songs. */
const EVENTS_PER_SECOND = 2.7

/** Stereo at 44.1 kHz: noises and tones of changing pitch, loudness and position; another seed is another song. */
export function createSyntheticPcm(seconds: number, seed = 7, eventsPerSecond = EVENTS_PER_SECOND): Pcm {
  const sampleRate = 44100
  const random = createRandom(seed)
  const length = seconds * sampleRate
  const left = new Float32Array(length)
  const right = new Float32Array(length)
  const event = Math.round(sampleRate / eventsPerSecond)
  for (let from = 0; from < length; from += event) {
    const loudness = 0.1 + 0.3 * Math.abs(random())
    const pitch = (0.01 + 0.1 * Math.abs(random())) * 2 * Math.PI
    const noisiness = Math.abs(random())
    const pan = Math.abs(random())
    for (let i = 0; i < event && from + i < length; i++) {
      const decay = Math.exp((-6 * i) / event) * loudness
      const value = decay * (noisiness * random() + (1 - noisiness) * Math.sin(pitch * i))
      left[from + i] = value * pan
      right[from + i] = value * (1 - pan)
    }
  }
  return { channels: [left, right], sampleRate }
}

/** `count` points of 26 dimensions in twelve loose groups, always the same. */
export function createPointClusters(count: number): Points {
  const random = createRandom(1)
  const centers = Array.from({ length: 12 }, () => Array.from({ length: 26 }, random))
  const rows = Array.from({ length: count }, (_, i) => centers[i % 12]?.map((x) => x + 0.7 * random()) as number[])
  return toPoints(rows, 26)
}

/** Points as rows, as other libraries want them. */
export const toRows = ({ count, dims, values }: Points): number[][] =>
  Array.from({ length: count }, (_, i) => Array.from({ length: dims }, (_, d) => values[d * count + i] as number))
