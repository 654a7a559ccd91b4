import { createBlockStore, createPackedStore, type FillableStore } from '../playback/sample-store.ts'
import type { SongSource } from '../song/song.ts'
import { SongError } from '../song-error.ts'
import type { Seconds } from '../units.ts'
import { MAX_DURATION_S } from './assert-duration.ts'
import { decodeInWorker, openInWorker } from './decode-client.ts'
import type { DecodedFile } from './decoded-file.ts'
import { createUndecodableError } from './file-errors.ts'
import type { OpenedAudio } from './opened-audio.ts'
import { choosePlaybackFormat } from './playback-format.ts'

const BYTES_PER_MB = 1024 * 1024

type OpenLimits = {
  /** Decoded sounds up to this size are kept in one AudioBuffer. */
  bufferedAudioBytes: number
  /** Longer songs are refused. */
  maxDuration: Seconds
}

const defaultLimits: OpenLimits = { bufferedAudioBytes: 100 * BYTES_PER_MB, maxDuration: MAX_DURATION_S }

let lastFileId = 0

/**
 * Opens a file without decoding it. A worker decodes it piece by piece whenever its samples are needed.
 * @param limits instead of the default ones
 * @throws {SongError} not sound, damaged, too long, or too large; or the signal's reason
 */
export async function openAudio(
  file: Blob,
  name: string,
  signal: AbortSignal,
  limits: Partial<OpenLimits> = {},
): Promise<OpenedAudio> {
  const { bufferedAudioBytes, maxDuration } = { ...defaultLimits, ...limits }
  const decodedFile: DecodedFile = { blob: file, name, id: `file ${++lastFileId}`, maxDuration }
  const result = await openInWorker(decodedFile, signal).catch((cause: unknown) => {
    signal.throwIfAborted()
    throw createUndecodableError(name, cause)
  })
  if (result.kind === 'failed') throw SongError.fromData(result.error)
  if (result.kind === 'missingDecoder') {
    const { openWithEngineDecoder } = await import('./open-with-engine-decoder.ts')
    return openWithEngineDecoder(decodedFile, result)
  }
  const { sha256, format } = result
  const { sampleRate, channels, frames } = format
  const source: SongSource = {
    name,
    bytes: file.size,
    sha256,
    duration: frames / sampleRate,
    sampleRate,
    channels,
    ...(format.decoder ? { decoder: format.decoder } : {}),
  }
  const playback = choosePlaybackFormat(format, bufferedAudioBytes)
  const store = (
    playback.kind === 'packed'
      ? createPackedStore(playback.sampleRate)
      : createBlockStore(playback.sampleRate, playback.channels, playback.frames)
  ) as FillableStore<unknown>
  let isFilled = false
  // Frees the memory of an abandoned song.
  signal.addEventListener('abort', store.clear, { once: true })

  const decode = async (blocks: MessagePort | null, onProgress: (fraction: number) => void, signal: AbortSignal) => {
    if (!isFilled) store.clear()
    const onSamples = isFilled ? () => {} : store.append
    try {
      await decodeInWorker(decodedFile, isFilled ? null : playback, blocks, { onProgress, onSamples }, signal)
    } catch (cause) {
      if (!isFilled) store.clear()
      signal.throwIfAborted()
      throw createUndecodableError(name, cause)
    }
    if (!isFilled) store.finish()
    isFilled = true
  }
  return {
    source,
    store,
    stream: { sampleRate, channels, frames, stage: 'decoding', sendTo: decode },
    fillStore: async (signal) => {
      if (!isFilled) await decode(null, () => {}, signal)
    },
  }
}
