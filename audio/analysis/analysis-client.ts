import * as Comlink from 'comlink'
import type { BlockStream } from '../block-stream.ts'
import { unpackSong } from '../song/chunk-table.ts'
import type { Song } from '../song/song.ts'
import { SongError } from '../song-error.ts'
import { measureStages } from '../stage-timing.ts'
import { startWorker } from '../start-worker.ts'
import { createWarmWorker } from '../warm-worker.ts'
import type { AnalysisEvents, AnalysisJob } from './analysis-types.ts'
import type { AnalysisMessage, AnalysisService, IncomingAudio, Measurement } from './analysis-worker.ts'

const analysisWorker = createWarmWorker<AnalysisService>(
  () => new Worker(new URL('./analysis-worker.ts', import.meta.url), { type: 'module' }),
)

/** Starts the next analysis's worker. */
export const warmAnalysisWorker = analysisWorker.warm

/**
 * Runs analyzeSong in a worker of its own, which is terminated when the promise settles.
 * @param stream is sent to the worker block by block
 * @param signal aborting terminates the worker at once; no event is sent afterwards
 * @throws {SongError} if the song cannot be analyzed or the worker fails
 * @throws {DOMException} named AbortError (or the signal's own reason) if aborted
 */
export async function analyzeInWorker(
  stream: BlockStream,
  job: AnalysisJob,
  events: AnalysisEvents,
  signal: AbortSignal,
): Promise<Song> {
  const { port1: messages, port2: workerPort } = new MessageChannel()
  // Messages and the result come over different ports; the result can arrive first.
  const allMessages = new Promise<void>((resolve) => {
    messages.onmessage = ({ data }: MessageEvent<AnalysisMessage>) => {
      if (data.kind !== 'end') return dispatchMessage(data, events)
      measureStages(data.timings)
      resolve()
    }
  })
  const analyze = async (service: Comlink.Remote<AnalysisService>, audio: IncomingAudio): Promise<Song> => {
    const result = await service.analyze(audio, job, Comlink.transfer(workerPort, [workerPort]))
    await allMessages
    if ('error' in result) throw SongError.fromData(result.error)
    return unpackSong(result)
  }
  try {
    return await runInWorker(stream, analyze, (fraction) => events.onProgress?.(stream.stage, fraction), signal)
  } finally {
    messages.close()
  }
}

/**
 * The spectrogram image and the levels of a sound, made in a worker of its own.
 * @throws {SongError} if the worker fails; or the signal's reason
 */
export const measureInWorker = (stream: BlockStream, signal: AbortSignal): Promise<Measurement> =>
  runInWorker(
    stream,
    (service, audio) => service.measure(audio),
    () => {},
    signal,
  )

async function runInWorker<T>(
  stream: BlockStream,
  run: (service: Comlink.Remote<AnalysisService>, audio: IncomingAudio) => Promise<T>,
  onSent: (fraction: number) => void,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted()
  const { worker, service } = analysisWorker.take()
  const { failure, stop } = startWorker(worker, signal)
  const { port1: outgoing, port2: blocks } = new MessageChannel()
  const cancelFlag = typeof SharedArrayBuffer === 'function' ? new Int32Array(new SharedArrayBuffer(4)) : null
  const settled = new AbortController()
  // AbortSignal.any came to Safari with 17.4.
  signal.addEventListener('abort', () => settled.abort(signal.reason), { once: true, signal: settled.signal })
  try {
    const { sampleRate, channels, frames } = stream
    const audio = Comlink.transfer({ sampleRate, channels, frames, blocks, cancelFlag }, [blocks])
    const result = run(service, audio)
    const sending = stream.sendTo(outgoing, onSent, settled.signal)
    // Sending can fail before the worker does; that all is sent does not end the wait.
    const value = await Promise.race([result, failure, sending.then(() => failure)])
    signal.throwIfAborted()
    return value
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof SongError) throw error
    throw new SongError('analysisStopped', {}, { cause: error })
  } finally {
    if (cancelFlag) Atomics.store(cancelFlag, 0, 1)
    settled.abort()
    outgoing.close()
    stop()
  }
}

function dispatchMessage(message: Exclude<AnalysisMessage, { kind: 'end' }>, events: AnalysisEvents): void {
  if (message.kind === 'progress') events.onProgress?.(message.stage, message.fraction)
  else if (message.kind === 'outline') events.onOutline?.(message.chunks)
  else if (message.kind === 'spectrum') events.onSpectrogram?.(message.image)
  else if (message.kind === 'map') events.onMap?.(message.positions, message.iteration, message.iterations)
  else events.onForm?.(message.positions, message.iteration, message.iterations)
}
