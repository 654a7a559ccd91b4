import * as Comlink from 'comlink'
import type { Block } from '../block-stream.ts'
import type { PackedSamples } from '../playback/sample-store.ts'
import { computeSha256 } from '../song/sha256.ts'
import { measureStages } from '../stage-timing.ts'
import { startWorker } from '../start-worker.ts'
import { createWarmWorker } from '../warm-worker.ts'
import type { DecodeMessage, DecodeService, OpenTrackResult } from './decode-worker.ts'
import type { DecodedFile } from './decoded-file.ts'
import type { PlaybackFormat } from './playback-format.ts'

const decodeWorker = createWarmWorker<DecodeService>(
  () => new Worker(new URL('./decode-worker.ts', import.meta.url), { type: 'module' }),
)

/** Starts the next decoding's worker. */
export const warmDecodeWorker = decodeWorker.warm

/** Runs a job in a worker, which waits for the next one afterwards, and is terminated if the job fails or is aborted. */
async function runInWorker<T>(
  job: (service: Comlink.Remote<DecodeService>) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted()
  const served = decodeWorker.take()
  const { failure, stop, release } = startWorker(served.worker, signal)
  try {
    const result = await Promise.race([job(served.service), failure])
    signal.throwIfAborted()
    release()
    decodeWorker.giveBack(served)
    return result
  } catch (error) {
    stop()
    throw error
  }
}

/**
 * Reads the format and the hash of a file without decoding it.
 * @throws {Error} if the worker fails or the file cannot be read; or the signal's reason
 */
export const openInWorker = (file: DecodedFile, signal: AbortSignal): Promise<OpenTrackResult> =>
  runInWorker<OpenTrackResult>(async (service) => service.open(file), signal)

/** Web Crypto copies its input on the calling thread; larger files are hashed in a worker. */
const MAX_INLINE_HASH_BYTES = 4 * 1024 * 1024

/**
 * The SHA-256 of a file as lowercase hex.
 * @throws {Error} if the file cannot be read; or the signal's reason
 */
export const hashFile = async (file: Blob, signal: AbortSignal): Promise<string> =>
  file.size <= MAX_INLINE_HASH_BYTES
    ? computeSha256(await file.arrayBuffer())
    : runInWorker((service) => service.hash(file), signal)

/**
 * Whether workers can read a file: Android gives files of its cloud storage to the page alone.
 * @throws the signal's reason
 */
export async function isReadableInWorker(file: Blob, signal: AbortSignal): Promise<boolean> {
  try {
    await runInWorker((service) => service.hash(file.slice(0, 1)), signal)
    return true
  } catch {
    signal.throwIfAborted()
    return false
  }
}

/** Callbacks of {@link decodeInWorker}. */
export type DecodeEvents = {
  onSamples: (samples: Block | PackedSamples) => void
  onProgress: (fraction: number) => void
}

/**
 * Decodes a file piece by piece in a worker.
 * @param playback format of the samples for playback; null for none
 * @param blocks gets the blocks of the file in order (block-stream.ts); null if nothing receives them
 * @throws {Error} if the file cannot be decoded; or the signal's reason
 */
export async function decodeInWorker(
  file: DecodedFile,
  playback: PlaybackFormat | null,
  blocks: MessagePort | null,
  { onSamples, onProgress }: DecodeEvents,
  signal: AbortSignal,
): Promise<void> {
  const { port1: messages, port2: workerPort } = new MessageChannel()
  // Messages and the result come over different ports; the result can arrive first.
  const allMessages = new Promise<void>((resolve) => {
    messages.onmessage = ({ data }: MessageEvent<DecodeMessage>) => {
      if (data.kind === 'samples') onSamples(data.samples)
      else if (data.kind === 'progress') onProgress(data.fraction)
      else {
        measureStages([data.timing])
        resolve()
      }
    }
  })
  try {
    await runInWorker(async (service) => {
      const sentBlocks = blocks && Comlink.transfer(blocks, [blocks])
      await service.decode(file, playback, sentBlocks, Comlink.transfer(workerPort, [workerPort]))
      await allMessages
    }, signal)
  } finally {
    messages.close()
  }
}
