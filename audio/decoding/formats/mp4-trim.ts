import type { Hertz } from '../../units.ts'
import type { Trim } from './gapless.ts'
import type { Mp4Movie } from './mp4-movie.ts'

/**
 * The parts of a decoder's whole output that are the song: by the edit list, else by iTunSMPB; without both, all of it.
 * Padding after the duration of the media is cut. Silence that an edit list puts in front is left out, as in Chromium.
 * @param sampleRate of the output, which for HE-AAC may be twice that of the file
 * @param mediaDuration in units of the track's time scale, where the movie box does not tell it (fragmented files)
 * @returns in the order of playing; at least one
 */
export function readMp4Trims(movie: Mp4Movie, sampleRate: Hertz, mediaDuration = movie.mediaDuration): Trim[] {
  const { timescale, itunes } = movie
  if (!(timescale > 0)) return [{ start: 0, end: Infinity }]
  const toSamples = (time: number): number => Math.round((time * sampleRate) / timescale)
  const mediaEnd = mediaDuration > 0 ? mediaDuration : Infinity
  // Samples of the tag are units of the time scale, unless that is unrelated to the sample rate.
  const isSampleTime = timescale === sampleRate || 2 * timescale === sampleRate
  const itunesScale = isSampleTime ? 1 : timescale / sampleRate
  const tag = itunes && { start: itunes.start * itunesScale, end: (itunes.start + itunes.frames) * itunesScale }
  const tagged = tag && tag.end <= mediaEnd + 1 ? tag : undefined
  const parts = readEditedParts(movie, [tagged?.end ?? mediaEnd, mediaEnd])
  const [first] = parts
  const ranges = first ? parts : [tagged ?? { start: 0, end: mediaEnd }]
  return ranges.map(({ start, end }) => ({ start: toSamples(start), end: toSamples(end) }))
}

/** More jumps back are not followed: each one decodes the file anew. */
const MAX_JUMPS = 32

/**
 * The parts of the media that the edit list plays, in units of the time scale.
 * @param ends exact ends: that of a part is one of them if it differs by less than the coarser unit of the edit list
 */
function readEditedParts({ edits, movieTimescale, timescale }: Mp4Movie, ends: number[]): Trim[] {
  const mediaEnd = Math.max(...ends)
  const parts: Trim[] = []
  let jumps = 0
  for (const { duration, mediaTime } of edits) {
    if (mediaTime < 0) continue
    const unit = movieTimescale > 0 ? timescale / movieTimescale : 0
    const coarseEnd = duration > 0 && unit > 0 ? mediaTime + duration * unit : mediaEnd
    const end = Math.min(mediaEnd, ends.find((exact) => Math.abs(exact - coarseEnd) <= unit) ?? coarseEnd)
    const last = parts.at(-1)
    if (mediaTime >= end) continue
    if (last && mediaTime < last.end - unit && ++jumps > MAX_JUMPS) break
    // Adjoining parts become one.
    if (last && Math.abs(mediaTime - last.end) <= unit) last.end = end
    else parts.push({ start: mediaTime, end })
  }
  return parts
}
