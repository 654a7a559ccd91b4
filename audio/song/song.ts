import * as v from 'valibot'
import { SongError } from '../song-error.ts'
import { createYielder } from '../yield-to-main.ts'

/** A Song's file name inside a .songwalk. */
export const SONG_JSON_NAME = 'song.json'

/**
 * The document of songwalk: plain, versioned data, the same in browser, CLI, cache and file. Colors and layout are
 * derived from it.
 */
const finite = v.pipe(v.number(), v.finite())
const nonNegative = v.pipe(finite, v.minValue(0))

/** Limits of imported files: far beyond any real song, small enough to be shown. */
const MAX_TEXT_LENGTH = 1000
export const MAX_CHUNKS = 50_000
export const MAX_FEATURES = 200
/** With unit RMS radius one outlier among 50,000 is at most 224 away. */
const MAX_COORDINATE = 1000
const text = v.pipe(v.string(), v.maxLength(MAX_TEXT_LENGTH, `The text is longer than ${MAX_TEXT_LENGTH} characters.`))
const coordinate = v.pipe(finite, v.minValue(-MAX_COORDINATE), v.maxValue(MAX_COORDINATE))
/** Squares of features and their sums must be finite. */
const feature = v.pipe(finite, v.minValue(-1e9), v.maxValue(1e9))

/** Checks the length before the items. */
const boundedArray = <T extends v.GenericSchema>(item: T, maxLength: number, items: string) =>
  v.pipe(v.array(v.unknown()), v.maxLength(maxLength, `There are more than ${maxLength} ${items}.`), v.array(item))

const ChunkSchema = v.object({
  /** Seconds from the beginning of the song; equal to the previous chunk's end. */
  start: nonNegative,
  /** Seconds from the beginning of the song; equal to the next chunk's start. */
  end: nonNegative,
  /** The features of the preset, e.g. 26 for `original`. */
  features: boundedArray(feature, MAX_FEATURES, 'features'),
  /** 3D t-SNE, centered, scaled to unit RMS radius. */
  position: v.tuple([coordinate, coordinate, coordinate]),
  /** 2D t-SNE, centered, scaled to unit RMS radius. */
  map: v.tuple([coordinate, coordinate]),
  /** RMS level in dBFS, floored at -120. */
  loudness: v.pipe(finite, v.minValue(-120), v.maxValue(200)),
  /** 0 to 1: the share of its nearest neighbors in feature space that are also its nearest in the 3D form. */
  trust: v.pipe(finite, v.minValue(0), v.maxValue(1)),
})

/** Methods that cut a song into chunks. */
export const slicings = ['onsets', 'early', 'backtracked', 'superflux', 'trimmed', 'beats', 'grid'] as const
/** Sets of features. */
export const presets = ['original', 'ml4a', 'timbre', 'timbre-no-loudness', 'harmony'] as const
/** Methods that embed the features in 3D and 2D. */
export const engines = ['exact', 'classic', 'pca'] as const

const SettingsSchema = v.object({
  slicing: v.picklist(slicings),
  /** Seconds; shorter chunks are joined to a neighbor. 0 keeps all chunks. */
  minChunk: v.optional(v.pipe(finite, v.minValue(0), v.maxValue(2)), 0),
  preset: v.picklist(presets),
  engine: v.picklist(engines),
  /** Songs of few chunks use min(perplexity, (N - 1) / 3). */
  perplexity: v.pipe(finite, v.minValue(1), v.maxValue(100)),
})

/** How well the form represents the features. */
const QualitySchema = v.object({
  /** KL divergence of the 3D form, nats, which t-SNE minimizes. */
  divergence: nonNegative,
  /** Venna & Kaski 2001, of the 3D form, 12 neighbors. */
  trustworthiness: v.pipe(finite, v.minValue(0), v.maxValue(1)),
  /** Number of landmarks if the engine used them: other chunks took part only in the last iterations. */
  landmarks: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
})

/** How loud the song is, by ITU-R BS.1770-4. */
const LevelsSchema = v.object({
  /** Integrated loudness, LUFS, floored at -70. */
  loudness: v.pipe(finite, v.minValue(-70), v.maxValue(200)),
  /** The same of all channels mixed to one. */
  monoLoudness: v.pipe(finite, v.minValue(-70), v.maxValue(200)),
  /** dBTP, floored at -120. */
  truePeak: v.pipe(finite, v.minValue(-120), v.maxValue(200)),
})

const SourceSchema = v.object({
  /** Original file name. */
  name: text,
  bytes: v.pipe(nonNegative, v.safeInteger()),
  /** Of the file, lowercase hex. */
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** Seconds. */
  duration: v.pipe(finite, v.gtValue(0), v.maxValue(604_800)),
  /** Hertz. */
  sampleRate: v.pipe(finite, v.gtValue(0), v.maxValue(10_000_000)),
  channels: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  /** The browser or ffmpeg decoded the file: elsewhere its samples, and so the form, can differ slightly. */
  decoder: v.exactOptional(v.literal('external')),
})

const songHeadEntries = {
  format: v.literal('songwalk'),
  version: v.literal(1),
  title: text,
  artist: v.exactOptional(text),
  license: v.exactOptional(text),
  source: SourceSchema,
  settings: SettingsSchema,
  quality: v.exactOptional(QualitySchema),
  levels: v.exactOptional(LevelsSchema),
}

const SongObjectSchema = v.object({
  ...songHeadEntries,
  chunks: v.pipe(boundedArray(ChunkSchema, MAX_CHUNKS, 'chunks'), v.minLength(1)),
})

export type Song = v.InferOutput<typeof SongObjectSchema>

const isPartition = ({ chunks, source }: Song): boolean =>
  chunks[0]?.start === 0 &&
  chunks.at(-1)?.end === source.duration &&
  chunks.every((chunk, i) => chunk.end > chunk.start && (i === 0 || chunks[i - 1]?.end === chunk.start))

const hasEqualFeatureCounts = ({ chunks }: Song): boolean =>
  chunks.every(({ features }) => features.length === chunks[0]?.features.length)

const songChecks = [
  v.check(isPartition, 'The chunks must partition the song: no gap, no overlap.'),
  v.check(hasEqualFeatureCounts, 'The chunks must have the same number of features.'),
] as const

const SongSchema = v.pipe(SongObjectSchema, ...songChecks)

/** For chunks that are validated already. */
const CheckedChunksSongSchema = v.pipe(
  v.object({ ...songHeadEntries, chunks: v.custom<SongChunk[]>(Array.isArray) }),
  ...songChecks,
)

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
 * @param name file name, for the error
 * @throws {SongError} naming the first invalid place
 */
export function parseSong(value: unknown, name = SONG_JSON_NAME): Song {
  const result = v.safeParse(SongSchema, value, { abortEarly: true })
  if (result.success) return result.output
  throw createParseError(result.issues[0], name)
}

/**
 * {@link parseSong} without blocking the thread: ten thousand chunks take a quarter of a second.
 * @throws {SongError} as parseSong
 */
export async function parseSongAsync(value: unknown): Promise<Song> {
  const chunks: unknown = (value as Partial<Song> | null)?.chunks
  // parseSong finds the error of a wrong number of chunks.
  if (!Array.isArray(chunks) || chunks.length === 0 || chunks.length > MAX_CHUNKS) return parseSong(value)
  const yieldIfDue = createYielder()
  const parsed: SongChunk[] = []
  for (const [i, chunk] of chunks.entries()) {
    const result = v.safeParse(ChunkSchema, chunk, { abortEarly: true })
    if (!result.success) throw createParseError(result.issues[0], SONG_JSON_NAME, `chunks.${i}.`)
    parsed.push(result.output)
    await yieldIfDue()
  }
  const result = v.safeParse(CheckedChunksSongSchema, { ...(value as object), chunks: parsed }, { abortEarly: true })
  if (result.success) return result.output
  throw createParseError(result.issues[0], SONG_JSON_NAME)
}

/** @param parent dot path of the value that was validated, with a trailing dot */
function createParseError(issue: v.BaseIssue<unknown>, name: string, parent = ''): SongError {
  const place = `${parent}${v.getDotPath(issue) ?? (parent ? '' : 'the document')}`
  // A message quotes the value it refuses, which can have megabytes.
  const reason = issue.message.length > 200 ? `${issue.message.slice(0, 200)}…` : issue.message.replace(/\.?$/, '.')
  return new SongError('songInvalid', { name, place, reason })
}
