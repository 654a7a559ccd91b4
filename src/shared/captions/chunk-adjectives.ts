import type { AudioDescriptors } from '../../../audio/playback/descriptors.ts'
import type { Song } from '../../../audio/song/song.ts'
import type { Session } from '../../session/session.ts'
import {
  type AdjectiveKey,
  BRIGHTNESS_WORDS,
  computeRank,
  LOUDNESS_WORDS,
  NOISINESS_WORDS,
  sampleIndices,
  selectQuintileWord,
} from './quantile-words.ts'
import { createChunkDescriber, MAX_SAMPLED_CHUNKS } from './use-descriptions.ts'

/** Pause between two described chunks, which take a few milliseconds each, so that frames in a headset are not late. */
const DESCRIBE_INTERVAL_MS = 40
/** The middle fifth gets no adjective. */
const MIDDLE_QUINTILE = 2

/** Adjectives for the ranks that differ from the middle of the song; `medium` if none does. */
export function selectAdjectives(ranks: {
  loudness: number | null
  brightness: number | null
  noisiness: number | null
}): AdjectiveKey[] {
  const told: (readonly [typeof LOUDNESS_WORDS, number | null])[] = [
    [LOUDNESS_WORDS, ranks.loudness],
    [BRIGHTNESS_WORDS, ranks.brightness],
    [NOISINESS_WORDS, ranks.noisiness],
  ]
  const words = told.flatMap(([five, rank]) => {
    const word = rank === null ? five[MIDDLE_QUINTILE] : selectQuintileWord(five, rank)
    return word === five[MIDDLE_QUINTILE] ? [] : [word]
  })
  return words.length > 0 || told.every(([, rank]) => rank === null) ? words : ['medium']
}

/** Selects adjectives for chunks; until a sample of the song has been described, by loudness only. */
export function createChunkAdjectives(session: Session): (chunk: number) => AdjectiveKey[] {
  const { store } = session
  let song: Song | null = null
  let loudness: number[] = []
  let sample: AudioDescriptors[] = []
  let own = new Map<number, AudioDescriptors>()

  const listen = (to: Song) => {
    song = to
    loudness = to.chunks.map((chunk) => chunk.loudness)
    sample = []
    own = new Map()
    const found: AudioDescriptors[] = []
    const left = sampleIndices(to.chunks.length, MAX_SAMPLED_CHUNKS)
    const next = () => {
      if (song !== to) return
      const chunk = to.chunks[left.pop() ?? -1]
      const describe = createChunkDescriber(session)
      if (chunk && describe) found.push(describe(chunk))
      if (chunk) window.setTimeout(next, DESCRIBE_INTERVAL_MS)
      else sample = found
    }
    next()
  }

  const describe = (chunk: number): AudioDescriptors | null => {
    const known = own.get(chunk)
    if (known) return known
    const span = song?.chunks[chunk]
    const made = span && sample.length > 0 ? createChunkDescriber(session)?.(span) : undefined
    if (made) own.set(chunk, made)
    return made ?? null
  }

  return (chunk) => {
    const open = store.getState().song
    if (!open) return []
    if (open !== song) listen(open)
    const sound = describe(chunk)
    const rank = (values: number[], value: number | undefined) =>
      value === undefined ? null : computeRank(values, value)
    return selectAdjectives({
      loudness: rank(loudness, open.chunks[chunk]?.loudness),
      brightness: rank(
        sample.map(({ brightness }) => brightness),
        sound?.brightness,
      ),
      noisiness: rank(
        sample.map(({ noisiness }) => noisiness),
        sound?.noisiness,
      ),
    })
  }
}
