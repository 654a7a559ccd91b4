import { getPcmDuration, type Pcm } from '../../audio/pcm.ts'

/** Softer than this at its loudest (-60 dB), a song is not heard in a museum. */
const SILENT_PEAK = 0.001
/** Seconds; a shorter song is hardly a place. */
const SHORT_S = 5
/** A last mp3 frame may be missing from what a program has written down. */
const MP3_TOLERANCE_BYTES = 1500

/** What may be wrong with a song that can be played, a sentence each without its name. */
export function findSongNotes(bytes: Uint8Array, pcm: Pcm): string[] {
  const duration = getPcmDuration(pcm)
  let peak = 0
  for (const samples of pcm.channels) for (const sample of samples) peak = Math.max(peak, Math.abs(sample))
  return [
    ...(peak < SILENT_PEAK ? ['is silent.'] : []),
    ...(duration < SHORT_S ? [`lasts only ${duration < 0.1 ? 'a moment' : `${duration.toFixed(1)} seconds`}.`] : []),
    ...(isCutOff(bytes, pcm.channels[0]?.length ?? 0) ? ['seems to be cut off: its file ends early.'] : []),
  ]
}

/** Whether a file is shorter than it says itself. */
function isCutOff(bytes: Uint8Array, frames: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { length } = bytes
  const readTag = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
  if (length < 44) return true
  const tag = readTag(0)
  // Streams that were written without going back have no size, or the largest.
  const isKnown = (size: number) => size > 0 && size < 0xffffff00
  if (tag === 'RIFF') return isKnown(view.getUint32(4, true)) && view.getUint32(4, true) + 8 > length + 1
  if (tag === 'FORM') return isKnown(view.getUint32(4)) && view.getUint32(4) + 8 > length + 1
  if (tag === 'fLaC') {
    // STREAMINFO: 36 bits at its byte 13; 0 is unknown.
    const total = (view.getUint8(21) & 15) * 2 ** 32 + view.getUint32(22)
    return total > 0 && frames < total
  }
  if (tag === 'OggS') return !hasLastPage(bytes)
  if (readTag(4) === 'ftyp') return !hasWholeBoxes(view)
  return readMp3Bytes(view) > length + MP3_TOLERANCE_BYTES
}

/** Whether the last page of an Ogg file ends its stream. */
function hasLastPage(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 27; at >= 0; at--)
    if (bytes[at] === 0x4f && bytes[at + 1] === 0x67 && bytes[at + 2] === 0x67 && bytes[at + 3] === 0x53)
      return ((bytes[at + 5] as number) & 4) !== 0
  return false
}

/** Whether the boxes of an mp4 file end with the file. */
function hasWholeBoxes(view: DataView): boolean {
  let at = 0
  while (at + 8 <= view.byteLength) {
    const size = view.getUint32(at)
    // To the end of the file.
    if (size === 0) return true
    const length = size === 1 && at + 16 <= view.byteLength ? Number(view.getBigUint64(at + 8)) : size
    if (length < 8) return true
    at += length
  }
  return at <= view.byteLength
}

/** Where an mp3 file ends by its Xing or Info header; 0 without one. */
function readMp3Bytes(view: DataView): number {
  const isId3 = view.getUint8(0) === 0x49 && view.getUint8(1) === 0x44 && view.getUint8(2) === 0x33
  const tagBytes = isId3 ? 10 + [6, 7, 8, 9].reduce((sum, i) => sum * 128 + (view.getUint8(i) & 127), 0) : 0
  for (let at = tagBytes; at < Math.min(tagBytes + 2000, view.byteLength - 16); at++) {
    const tag = view.getUint32(at)
    if (tag !== 0x58696e67 && tag !== 0x496e666f) continue
    const flags = view.getUint32(at + 4)
    return (flags & 2) === 0 ? 0 : tagBytes + view.getUint32(at + 8 + (flags & 1 ? 4 : 0))
  }
  return 0
}
