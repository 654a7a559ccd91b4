import * as Comlink from 'comlink'
import type { PackedSamples } from '../playback/sample-store.ts'
import { computeSha256 } from '../song/sha256.ts'
import type { DecodeMessage, DecodeService, ProbeResult } from './decode-worker.ts'

/** Runs one job in a decoding worker of its own, which ends with it, or at once when `signal` is aborted. */
async function runInWorker<T>(
  job: (service: Comlink.Remote<DecodeService>) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted()
  const worker = new Worker(new URL('./decode-worker.ts', import.meta.url), { type: 'module' })
  const stop = new AbortController()
  const broken = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: stop.signal })
    worker.addEventListener('error', (event) => reject(new Error(event.message)), { signal: stop.signal })
  })
  try {
    return await Promise.race([job(Comlink.wrap<DecodeService>(worker)), broken])
  } finally {
    stop.abort()
    worker.terminate()
  }
}

/**
 * What is known of a file before it is decoded.
 * @throws {Error} if the worker breaks or the file cannot be read, or the signal's reason
 */
export const probeFile = (file: Blob, signal: AbortSignal): Promise<ProbeResult> =>
  runInWorker((service) => service.probe(file), signal)

/** Web Crypto copies its input on the calling thread; larger files are hashed in a worker. */
const MAX_INLINE_HASH_BYTES = 4 * 1024 * 1024

/**
 * The SHA-256 of a file; of a larger one in a worker.
 * @throws {Error} if the file cannot be read, or the signal's reason
 */
export const hashFile = async (file: Blob, signal: AbortSignal): Promise<string> =>
  file.size <= MAX_INLINE_HASH_BYTES
    ? computeSha256(await file.arrayBuffer())
    : runInWorker((service) => service.hash(file), signal)

/** What a decoding tells on its way. */
export type DecodeEvents = { onSamples: (pack: PackedSamples) => void; onProgress: (fraction: number) => void }

/**
 * Decodes a file piece by piece in a worker.
 * @param blocks receives the song's blocks in order (blocks.ts)
 * @throws {Error} if the file cannot be decoded to its end, or the signal's reason
 */
export async function decodeInWorker(
  file: Blob,
  blocks: MessagePort,
  { onSamples: onPack, onProgress }: DecodeEvents,
  signal: AbortSignal,
): Promise<void> {
  const { port1: news, port2: theirEnd } = new MessageChannel()
  // News and the end of the work come by different ways.
  const allNews = new Promise<void>((resolve) => {
    news.onmessage = ({ data }: MessageEvent<DecodeMessage>) => {
      if (data.kind === 'pack') onPack(data.pack)
      else if (data.kind === 'progress') onProgress(data.fraction)
      else resolve()
    }
  })
  try {
    await runInWorker(async (service) => {
      await service.decode(file, Comlink.transfer(blocks, [blocks]), Comlink.transfer(theirEnd, [theirEnd]))
      await allNews
    }, signal)
  } finally {
    news.close()
  }
}
