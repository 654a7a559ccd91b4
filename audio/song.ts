import * as v from 'valibot'
import { SongError } from './errors.ts'

/**
 * The one document of songwalk: plain data, versioned, the same in the browser, the CLI,
 * a cache and a file. Everything else (colors, layout on the floor) is derived from it.
 */
const finite = v.pipe(v.number(), v.finite())
const nonNegative = v.pipe(finite, v.minValue(0))

const ChunkSchema = v.object({
  /** Seconds from the beginning of the song; equal to the previous chunk's end. */
  start: nonNegative,
  /** Seconds from the beginning of the song; equal to the next chunk's start. */
  end: nonNegative,
  /** The preset's numbers, e.g. 26 for `original`. */
  features: v.array(finite),
  /** 3D t-SNE, centered, scaled to unit RMS radius. */
  position: v.tuple([finite, finite, finite]),
  /** 2D t-SNE, centered, scaled to unit RMS radius. */
  map: v.tuple([finite, finite]),
  /** RMS level in dBFS, floored at -120. */
  loudness: finite,
  /** 0-1: the share of its nearest neighbors in feature space still its neighbors in the room. */
  trust: v.pipe(finite, v.minValue(0), v.maxValue(1)),
})

/** Where the song is cut. */
export const slicings = ['onsets', 'early', 'backtracked', 'superflux', 'beats', 'grid'] as const
/** Which numbers describe a chunk. */
export const presets = ['original', 'ml4a', 'timbre', 'timbre-no-loudness', 'harmony'] as const
/** What lets like float to like. */
export const engines = ['exact', 'classic', 'pca'] as const

const SettingsSchema = v.object({
  slicing: v.picklist(slicings),
  /** Seconds; shorter chunks are joined to a neighbor. 0 keeps all. */
  minChunk: v.optional(v.pipe(finite, v.minValue(0), v.maxValue(2)), 0),
  preset: v.picklist(presets),
  engine: v.picklist(engines),
  /** As asked for; short songs use min(perplexity, (N - 1) / 3). */
  perplexity: v.pipe(finite, v.minValue(1), v.maxValue(100)),
})

/** How well the form tells the truth about the features. */
const QualitySchema = v.object({
  /** KL divergence of the 3D form, nats; what t-SNE minimizes. */
  divergence: nonNegative,
  /** Venna & Kaski 2001, of the 3D form, 12 neighbors. */
  trustworthiness: v.pipe(finite, v.minValue(0), v.maxValue(1)),
  /** So many chunks ran through all of t-SNE's iterations, the others joined for the last; absent where all did. */
  landmarks: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
})

const SourceSchema = v.object({
  /** File name as it was given. */
  name: v.string(),
  bytes: nonNegative,
  /** Lowercase hex of the file's bytes. */
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** Seconds. */
  duration: v.pipe(finite, v.gtValue(0)),
  /** Hertz, the file's own. */
  sampleRate: v.pipe(finite, v.gtValue(0)),
  channels: v.pipe(v.number(), v.integer(), v.minValue(1)),
})

const SongShape = v.object({
  format: v.literal('songwalk'),
  version: v.literal(1),
  title: v.string(),
  artist: v.exactOptional(v.string()),
  license: v.exactOptional(v.string()),
  source: SourceSchema,
  settings: SettingsSchema,
  quality: v.exactOptional(QualitySchema),
  chunks: v.pipe(v.array(ChunkSchema), v.minLength(1)),
})

export type Song = v.InferOutput<typeof SongShape>

const partitions = ({ chunks, source }: Song): boolean =>
  chunks[0]?.start === 0 &&
  chunks.at(-1)?.end === source.duration &&
  chunks.every((chunk, i) => chunk.end > chunk.start && (i === 0 || chunks[i - 1]?.end === chunk.start))

const SongSchema = v.pipe(SongShape, v.check(partitions, 'The chunks must partition the song: no gap, no overlap.'))

export type SongChunk = v.InferOutput<typeof ChunkSchema>
export { SettingsSchema }
export type SongSettings = v.InferOutput<typeof SettingsSchema>
export type SongSource = v.InferOutput<typeof SourceSchema>

export type SongQuality = v.InferOutput<typeof QualitySchema>

export const defaultSettings: SongSettings = {
  slicing: 'onsets',
  minChunk: 0,
  preset: 'original',
  engine: 'exact',
  perplexity: 30,
}

/**
 * Validates a document from outside.
 * @throws {SongError} one sentence naming the first thing that is wrong.
 */
export function parseSong(value: unknown): Song {
  const result = v.safeParse(SongSchema, value)
  if (result.success) return result.output
  const [issue] = result.issues
  const place = v.getDotPath(issue) ?? 'the document'
  throw new SongError(`This is not a songwalk song: ${place}: ${issue.message}`)
}
