import * as Comlink from 'comlink'
import type { PackedSamples } from '../playback/sample-store.ts'
import { computeSha256 } from '../song/sha256.ts'
import { startWorker } from '../start-worker.ts'
import type { DecodeMessage, DecodeService, ProbeResult } from './decode-worker.ts'

/** Runs a job in a worker of its own, which is terminated when the promise settles or `signal` is aborted. */
async function runInWorker<T>(
  job: (service: Comlink.Remote<DecodeService>) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted()
  const { worker, failure, stop } = startWorker(
    new Worker(new URL('./decode-worker.ts', import.meta.url), { type: 'module' }),
    signal,
  )
  try {
    return await Promise.race([job(Comlink.wrap<DecodeService>(worker)), failure])
  } finally {
    stop()
  }
}

/**
 * Probes a file without decoding all of it.
 * @throws {Error} if the worker fails or the file cannot be read; or the signal's reason
 */
export const probeFile = (file: Blob, signal: AbortSignal): Promise<ProbeResult> =>
  runInWorker((service) => service.probe(file), signal)

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

/** Callbacks of {@link decodeInWorker}. */
export type DecodeEvents = { onSamples: (samples: PackedSamples) => void; onProgress: (fraction: number) => void }

/**
 * Decodes a file piece by piece in a worker.
 * @param blocks gets the blocks of the file in order (block-stream.ts)
 * @throws {Error} if the file cannot be decoded to its end; or the signal's reason
 */
export async function decodeInWorker(
  file: Blob,
  blocks: MessagePort,
  { onSamples, onProgress }: DecodeEvents,
  signal: AbortSignal,
): Promise<void> {
  const { port1: messages, port2: workerPort } = new MessageChannel()
  // Messages and the result come over different ports; the result can arrive first.
  const allMessages = new Promise<void>((resolve) => {
    messages.onmessage = ({ data }: MessageEvent<DecodeMessage>) => {
      if (data.kind === 'samples') onSamples(data.samples)
      else if (data.kind === 'progress') onProgress(data.fraction)
      else resolve()
    }
  })
  try {
    await runInWorker(async (service) => {
      await service.decode(file, Comlink.transfer(blocks, [blocks]), Comlink.transfer(workerPort, [workerPort]))
      await allMessages
    }, signal)
  } finally {
    messages.close()
  }
}
