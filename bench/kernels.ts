import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { partition } from '../audio/chunks.ts'
import { songAffinities } from '../audio/embedding/embed.ts'
import { createGradient } from '../audio/embedding/gradient.ts'
import { principalComponents } from '../audio/embedding/pca.ts'
import { type Points, toPoints } from '../audio/embedding/points.ts'
import { iterations, tsne } from '../audio/embedding/tsne.ts'
import { originalFeatures } from '../audio/features.ts'
import { listen } from '../audio/intake.ts'
import { onsetStrength, pickOnsets } from '../audio/onsets.ts'
import { durationOf, type Pcm } from '../audio/pcm.ts'
import type { Path } from '../audio/simd.ts'
import { melSpectrogram } from '../audio/spectrum.ts'
import { decodeFile } from '../cli/decode.ts'

// `npm run bench`: the SIMD kernels against plain TypeScript, turn by turn in one process, medians of five.
const runs = 5
const song = join(import.meta.dirname, '../public/songs/founders.mp3')

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number

/** Milliseconds of both paths, taking turns; the first turn warms up and is not counted. */
function race(work: (path: Path) => unknown): Record<Path, number> {
  const times: Record<Path, number[]> = { plain: [], simd: [] }
  for (let run = 0; run <= runs; run++) {
    for (const path of ['plain', 'simd'] as const) {
      const start = performance.now()
      work(path)
      if (run > 0) times[path].push(performance.now() - start)
    }
  }
  return { plain: median(times.plain), simd: median(times.simd) }
}

const table: Record<string, Record<string, string | number>> = {}

function enter(what: string, { plain, simd }: Record<Path, number>, more: Record<string, number> = {}): void {
  const digits = (x: number): number => Number(x.toPrecision(3))
  table[what] = { 'TypeScript ms': digits(plain), 'kernel ms': digits(simd), ratio: digits(plain / simd), ...more }
}

/** Decoded sound to features, stage by stage. */
function soundStages(pcm: Pcm): Points {
  const { samples } = listen(pcm)
  const spectrogram = melSpectrogram(samples)
  const chunks = partition(pickOnsets(onsetStrength(spectrogram)), durationOf(pcm), samples.length)
  const stages: [string, (path: Path) => unknown][] = [
    ['mono, resampling, levels', (path) => listen(pcm, undefined, path)],
    ['spectrum', (path) => melSpectrogram(samples, undefined, path)],
    ['onsets', () => pickOnsets(onsetStrength(spectrogram))],
    ['features', (path) => originalFeatures(samples, spectrogram, chunks, undefined, path)],
  ]
  const sum = { plain: 0, simd: 0 }
  for (const [name, work] of stages) {
    const times = race(work)
    enter(name, times)
    sum.plain += times.plain
    sum.simd += times.simd
  }
  enter(`sound, ${Math.round(durationOf(pcm))} s`, sum)
  return toPoints(originalFeatures(samples, spectrogram, chunks), 26)
}

/** `count` points in twelve loose groups, always the same. */
function synthetic(count: number): Points {
  let state = 1
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
  const groups = Array.from({ length: 12 }, () => Array.from({ length: 26 }, random))
  const rows = Array.from({ length: count }, (_, i) => groups[i % 12]?.map((x) => x + 0.7 * random()) as number[])
  return toPoints(rows, 26)
}

/** Heap, buffers and the memories of kernels, in use. */
const memory = (): number => {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** One iteration's gradient by both paths; the whole run, with its memory, by the kernel. */
function tsneStages(features: Points): void {
  const { count } = features
  const pairs = songAffinities(features, 30)
  for (const dims of [3, 2]) {
    const start = principalComponents(features, dims)
    const repeats = Math.ceil(1e6 / count ** 2)
    const into = new Float64Array(start.values.length)
    const gradients = {
      plain: createGradient(pairs, count, dims, 'plain'),
      simd: createGradient(pairs, count, dims, 'simd'),
    }
    const { plain, simd } = race((path) => {
      for (let i = 0; i < repeats; i++) gradients[path](start.values, 1, into)
    })
    const before = memory()
    let peak = before
    const whole = Array.from({ length: runs }, () => {
      const begin = performance.now()
      tsne(pairs, start, () => {
        peak = Math.max(peak, memory())
      })
      return performance.now() - begin
    })
    enter(
      `t-SNE ${dims}D, N = ${count}, an iteration`,
      { plain: plain / repeats, simd: simd / repeats },
      {
        [`kernel ms, ${iterations} iterations`]: Math.round(median(whole)),
        MB: Math.round((peak - before) / 1e5) / 10,
      },
    )
  }
}

const features = soundStages(await decodeFile(new Uint8Array(await readFile(song)), song))
tsneStages(features)
for (const count of [1000, 2000, 5000]) tsneStages(synthetic(count))
console.table(table)
