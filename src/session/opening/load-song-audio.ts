import { isReadableInWorker } from '../../../audio/decoding/decode-client.ts'
import { openAudio } from '../../../audio/decoding/open-audio.ts'
import { readSongFileInWorker } from '../../../audio/song/song-file-client.ts'
import { createMissingAudioError, isSongFile, isSongJson } from '../../../audio/song/song-file-kind.ts'
import { SongError } from '../../../audio/song-error.ts'
import type { SongAudio, SongFile } from '../loaded-song.ts'
import { resolveCredits } from '../resolve-credits.ts'
import { soundPart } from '../sound-part.ts'
import { chooseMaxDuration } from './choose-max-duration.ts'
import { readFileTags } from './read-file-tags.ts'

/** Bytes that tell a .songwalk file or a Song's JSON from audio. */
const HEAD_BYTES = 256
/** Seconds; decoders differ by a few milliseconds at the ends of compressed files. */
const MAX_DURATION_DIFFERENCE_S = 0.5

/**
 * Reads an audio file or a .songwalk file. A file that only the page can read is read into memory there.
 * @throws {SongError} one sentence for the visitor; the signal's reason if `signal` was aborted
 */
export async function loadSongAudio(file: SongFile, signal: AbortSignal): Promise<SongAudio> {
  try {
    return await loadInWorkers(file, signal)
  } catch (error) {
    signal.throwIfAborted()
    if (await isReadableInWorker(file.blob, signal)) throw error
    const bytes = await file.blob.arrayBuffer().catch(() => null)
    if (!bytes) throw error
    signal.throwIfAborted()
    return loadInWorkers({ ...file, blob: new Blob([bytes], { type: file.blob.type }) }, signal)
  }
}

async function loadInWorkers(file: SongFile, signal: AbortSignal): Promise<SongAudio> {
  const head = new Uint8Array(await file.blob.slice(0, HEAD_BYTES).arrayBuffer())
  if (isSongFile(head, file.name)) return loadSongwalkFile(file, signal)
  if (isSongJson(head, file.name)) throw createMissingAudioError(file.name)
  const [audio, tags] = await Promise.all([
    openAudio(file.blob, file.name, signal, { maxDuration: chooseMaxDuration() }),
    readFileTags(file, signal),
    soundPart.load(),
  ])
  signal.throwIfAborted()
  return { ...audio, file, tags, ...resolveCredits(file, tags) }
}

/** The audio inside a .songwalk file, under its own name, with its Song. */
async function loadSongwalkFile({ name, blob }: SongFile, signal: AbortSignal): Promise<SongAudio> {
  const { song, audio: bytes } = await readSongFileInWorker(blob, name, signal)
  const { title, artist, license, source } = song
  const credits = { title, ...(artist === undefined ? {} : { artist }), ...(license === undefined ? {} : { license }) }
  const file: SongFile = { name: source.name, blob: new Blob([bytes]), ...credits }
  const [audio, tags] = await Promise.all([
    openAudio(file.blob, file.name, signal, { maxDuration: chooseMaxDuration() }),
    readFileTags(file, signal),
    soundPart.load(),
  ])
  signal.throwIfAborted()
  if (Math.abs(audio.source.duration - source.duration) > MAX_DURATION_DIFFERENCE_S)
    throw new SongError('otherDuration', { name })
  return { ...audio, source, file, tags, ...credits, song }
}
