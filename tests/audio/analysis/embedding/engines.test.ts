import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { embed } from '../../../../audio/analysis/embedding/embed.ts'
import { measureEmbedding } from '../../../../audio/analysis/embedding/embedding-report.ts'
import { embedSong } from '../../../../audio/analysis/embedding/engines.ts'
import { type Points, toPoints } from '../../../../audio/analysis/embedding/points.ts'
import { computeKlDivergence, computeTrustworthiness } from '../../../../audio/analysis/embedding/quality.ts'
import { computeTsneJsEmbeddings } from '../../../../audio/analysis/embedding/tsne-js-embedding.ts'
import { engines } from '../../../../audio/song/song.ts'
import { SongError } from '../../../../audio/song-error.ts'
import { noise } from '../../../wav.ts'

const golden: { original26: number[][] } = JSON.parse(
  readFileSync(new URL('../../../golden/electronic-30s.json', import.meta.url), 'utf8'),
)
const rows = golden.original26
const random = (count: number) => Array.from({ length: count }, (_, i) => Array.from(noise(26, 7 + i)))

/** Records the length and the iteration of each snapshot. */
function listen() {
  const seen: { kind: string; length: number; iteration: number; iterations: number; last: Float64Array }[] = []
  const recordSnapshot = (kind: string) => (points: Points, iteration: number, iterations: number) => {
    seen.push({ kind, length: points.values.length, iteration, iterations, last: points.values.slice() })
  }
  return { seen, snapshots: { onForm: recordSnapshot('form'), onMap: recordSnapshot('map') } }
}

describe.each(engines)('the engine %s', (engine) => {
  test.each([1, 2, 3, 4, 24])('makes a form, a map and their quality of %i chunks', async (count) => {
    const { seen, snapshots } = listen()
    const fractions: number[] = []
    const { form, map, trust, quality } = await embedSong(random(count), { engine, perplexity: 30 }, snapshots, (x) =>
      fractions.push(x),
    )
    for (const [points, dims] of [
      [form, 3],
      [map, 2],
    ] as const) {
      expect(points.values).toHaveLength(dims * count)
      expect(points.values.every(Number.isFinite)).toBe(true)
    }
    expect(trust).toHaveLength(count)
    expect(quality.landmarks).toBeUndefined()
    expect(quality.divergence).toBeGreaterThanOrEqual(0)
    expect(quality.divergence).toBeLessThan(5)
    expect(Math.abs(quality.trustworthiness - 0.5)).toBeLessThanOrEqual(0.5)
    // Snapshots of the form come first, then those of the map; the last ones equal the result.
    expect(seen.map(({ kind }) => kind).join(' ')).toMatch(/^(form ){2,}map( map)+$/)
    expect(seen.every(({ kind, length }) => length === (kind === 'form' ? 3 : 2) * count)).toBe(true)
    expect(seen.findLast(({ kind }) => kind === 'form')?.last).toEqual(form.values)
    expect(seen.at(-1)).toMatchObject({ last: map.values, iteration: seen.at(-1)?.iterations })
    expect(fractions.at(-1)).toBe(1)
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
  })
})

describe('quality', () => {
  test('is measured on the 3D form with the same affinities', async () => {
    const { features, pairs, form } = embed(rows, 30)
    const { quality } = await embedSong(rows, { engine: 'exact', perplexity: 30 })
    expect(quality).toEqual({
      divergence: computeKlDivergence(pairs, form),
      trustworthiness: computeTrustworthiness(features, form, 12),
    })
  })

  test('differs between the engines for a song', async () => {
    const [exact, pca] = await Promise.all(
      (['exact', 'pca'] as const).map((engine) => embedSong(rows, { engine, perplexity: 30 })),
    )
    expect(exact?.quality.divergence).toBeLessThan(pca?.quality.divergence as number)
    expect(exact?.quality.trustworthiness).toBeGreaterThan(pca?.quality.trustworthiness as number)
  })
})

describe('tsne-js', () => {
  const features = toPoints(rows.slice(0, 27), 26)
  const { random: before } = Math

  test('gives equal forms in two runs, better than chance, and restores Math.random', () => {
    const job = { features, perplexity: 8, iterations: 160 }
    const { form, map } = computeTsneJsEmbeddings(job)
    expect(Math.random).toBe(before)
    expect(computeTsneJsEmbeddings(job)).toEqual({ form, map })
    expect(computeTrustworthiness(features, form, 12)).toBeGreaterThan(0.65)
    expect(computeTrustworthiness(features, map, 12)).toBeGreaterThan(0.65)
  })

  test('refuses more than 250 chunks', async () => {
    const failure = await embedSong(random(251), { engine: 'classic', perplexity: 30 }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(SongError)
    expect((failure as SongError).message).toMatch(/at most 250 chunks and this song has 251; choose/)
  })

  test('restores Math.random after an error', () => {
    const onForm = () => {
      throw new Error('stop')
    }
    expect(() => computeTsneJsEmbeddings({ features, perplexity: 8 }, { onForm })).toThrow('stop')
    expect(Math.random).toBe(before)
  })
})

describe('a song of more chunks than landmarks', () => {
  const limit = 100
  const { seen, snapshots } = listen()
  const whole = embed(rows, 30)
  const placed = embed(rows, 30, snapshots, undefined, { maxLandmarks: limit })

  test('reports the number of landmarks, and snapshots hold all chunks', () => {
    expect(placed.landmarks).toBe(limit)
    expect(whole.landmarks).toBeUndefined()
    expect(seen.every(({ kind, length }) => length === (kind === 'form' ? 3 : 2) * rows.length)).toBe(true)
    expect(seen.filter(({ kind }) => kind === 'form').map(({ iteration }) => iteration)).toEqual(
      Array.from({ length: 57 }, (_, i) => i * 10),
    )
    expect(seen.at(-1)).toMatchObject({ iteration: 560, iterations: 560, last: placed.map.values })
  })

  test('has about the quality of the exact form, without a jump when the other chunks join', () => {
    const exact = measureEmbedding(whole, whole.form)
    const near = measureEmbedding(placed, placed.form)
    expect(near.trustworthiness).toBeGreaterThan(exact.trustworthiness - 0.02)
    expect(near.divergence).toBeLessThan(1.3 * exact.divergence)
    const spread = ({ last }: { last: Float64Array }) =>
      Math.sqrt(last.reduce((sum, x) => sum + x * x, 0) / rows.length)
    const [before, after] = [50, 51].map((index) => seen[index]) as [(typeof seen)[0], (typeof seen)[0]]
    const moved = Math.hypot(...after.last.map((x, i) => x - before.last[i]!)) / Math.sqrt(rows.length)
    expect(moved / spread(before)).toBeLessThan(0.3)
  })
})
