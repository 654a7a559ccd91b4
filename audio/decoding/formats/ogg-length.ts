import type { Samples, Seconds } from '../../units.ts'
import type { AudioTrack } from '../audio-track.ts'
import type { ByteSource } from '../byte-source.ts'
import { conformLength } from '../conform-blocks.ts'
import { type OpenOggLink, openOggLink } from './ogg-link-reader.ts'
import { type OggLink, readOggLinks } from './ogg-links.ts'
import { readOggPages } from './ogg-pages.ts'

/** The last page of a stream of sound is within this, even beside video. */
const TAIL_BYTES = 2 ** 19

export type OggFormat = Omit<AudioTrack, 'decode'>

/**
 * The format of an Ogg file's first link and the length of all links, from page headers alone.
 * @param maxDuration the headers in the middle are not read if the last position of all is later than this
 * @throws {Error} if no link has sound
 */
export async function measureOgg(source: ByteSource, maxDuration: Seconds): Promise<OggFormat> {
  let format: OggFormat | undefined
  let failure: unknown
  for await (const link of readOggLinks(source, { isChecked: false })) {
    try {
      const opened = await openOggLink(link)
      if (!opened) continue
      const { sampleRate, channels } = opened.sound
      const tailFrames = format ? 0 : getLinkFrames(opened, await readLastGranule(source, link.serial))
      if (tailFrames > maxDuration * sampleRate) return { sampleRate, channels, frames: tailFrames }
      const frames = getLinkFrames(opened, await findLastGranule(link))
      format = format
        ? { ...format, frames: format.frames + conformLength(frames, sampleRate, format.sampleRate) }
        : { sampleRate, channels, frames }
      if (format.frames > maxDuration * format.sampleRate) return format
    } catch (cause) {
      failure ??= cause
    }
  }
  if (!format) throw failure ?? new Error('the Ogg file holds no sound that can be decoded')
  return format
}

/** @param last granule position; undefined if the first page is the last one */
function getLinkFrames({ sound, first }: OpenOggLink, last: Samples | undefined): Samples {
  const begin = last === undefined || sound.canBeginBeforeZero ? Math.max(0, first.from) : first.from
  return Math.max(0, (last ?? first.to) - begin - sound.preSkip)
}

/** Of the pages of a link that are not yet read. */
async function findLastGranule({ pages }: OggLink): Promise<Samples | undefined> {
  let last: Samples | undefined
  for await (const { granule } of pages) last = granule ?? last
  return last
}

/** Of the last page of a stream. */
async function readLastGranule(source: ByteSource, serial: number): Promise<Samples | undefined> {
  let last: Samples | undefined
  for await (const page of readOggPages(source, { from: Math.max(0, source.size - TAIL_BYTES) }))
    if (page.serial === serial) last = page.granule ?? last
  return last
}
