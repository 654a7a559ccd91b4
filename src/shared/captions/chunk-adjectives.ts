import type { AudioDescriptors } from '../../../audio/playback/descriptors.ts'
import type { Song } from '../../../audio/song/song.ts'
import type { Session } from '../../session/session.ts'
import { BRIGHTNESS, evenly, LOUDNESS, NOISINESS, rankIn, wordFor } from './quantile-words.ts'
import { describer, SAMPLE } from './use-descriptions.ts'

/** Between two chunks that are listened to: a few milliseconds each, so that frames in a headset do not wait. */
const PAUSE_MS = 40
/** Of a rank in the middle there is nothing to say. */
const MIDDLE = 2

/** The words that set a chunk apart within its song; "medium" where nothing does. */
export function wordsOf(ranks: { loudness: number | null; brightness: number | null; noisiness: number | null }) {
  const told: (readonly [typeof LOUDNESS, number | null])[] = [
    [LOUDNESS, ranks.loudness],
    [BRIGHTNESS, ranks.brightness],
    [NOISINESS, ranks.noisiness],
  ]
  const words = told.flatMap(([five, rank]) => {
    const word = rank === null ? five[MIDDLE] : wordFor(five, rank)
    return word === five[MIDDLE] ? [] : [word]
  })
  return words.length > 0 || told.every(([, rank]) => rank === null) ? words : ['medium']
}

/** How chunks sound, in words; listens to a sample of the song first, and knows only loudness until then. */
export function createWords(session: Session): (chunk: number) => string[] {
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
    const left = evenly(to.chunks.length, SAMPLE)
    const next = () => {
      if (song !== to) return
      const chunk = to.chunks[left.pop() ?? -1]
      const describe = describer(session)
      if (chunk && describe) found.push(describe(chunk))
      if (chunk) window.setTimeout(next, PAUSE_MS)
      else sample = found
    }
    next()
  }

  const describe = (chunk: number): AudioDescriptors | null => {
    const known = own.get(chunk)
    if (known) return known
    const span = song?.chunks[chunk]
    const made = span && sample.length > 0 ? describer(session)?.(span) : undefined
    if (made) own.set(chunk, made)
    return made ?? null
  }

  return (chunk) => {
    const open = store.getState().song
    if (!open) return []
    if (open !== song) listen(open)
    const sound = describe(chunk)
    const rank = (values: number[], value: number | undefined) => (value === undefined ? null : rankIn(values, value))
    return wordsOf({
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
