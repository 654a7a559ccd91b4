import * as Comlink from 'comlink'
import type { BlockStream } from '../block-stream.ts'
import { unpackSong } from '../song/chunk-table.ts'
import type { Song } from '../song/song.ts'
import { SongError } from '../song-error.ts'
import type { AnalysisEvents, AnalysisJob } from './analysis-types.ts'
import type { AnalysisMessage, AnalysisResult, AnalysisService } from './analysis-worker.ts'

/**
 * Runs analyzeSong in a worker of its own, which ends with the promise.
 * @param stream is poured into the worker block by block
 * @param signal aborting ends the worker at once; no event comes after that
 * @throws {SongError} one sentence, if the song cannot be analyzed or the worker fails
 * @throws {DOMException} named AbortError (or the signal's own reason) if aborted
 */
export async function analyzeInWorker(
  stream: BlockStream,
  job: AnalysisJob,
  events: AnalysisEvents,
  signal: AbortSignal,
): Promise<Song> {
  signal.throwIfAborted()
  const worker = new Worker(new URL('./analysis-worker.ts', import.meta.url), { type: 'module' })
  const { port1: news, port2: theirEnd } = new MessageChannel()
  // News and result come by different ways, and the result can be first.
  const allNews = new Promise<void>((resolve) => {
    news.onmessage = ({ data }: MessageEvent<AnalysisMessage>) =>
      data.kind === 'end' ? resolve() : dispatchMessage(data, events)
  })
  const { port1: inlet, port2: blocks } = new MessageChannel()
  const flag = globalThis.crossOriginIsolated ? new Int32Array(new SharedArrayBuffer(4)) : null
  const stop = new AbortController()
  const ended = AbortSignal.any([signal, stop.signal])
  try {
    const failure = rejectOnFailure(worker, signal, stop.signal)
    const service = Comlink.wrap<AnalysisService>(worker)
    const { sampleRate, channels, frames, stage } = stream
    const sound = Comlink.transfer({ sampleRate, channels, frames, blocks, stop: flag }, [blocks])
    const work = service.analyze(sound, job, Comlink.transfer(theirEnd, [theirEnd]))
    const pouring = stream.sendTo(inlet, (fraction) => events.onProgress?.(stage, fraction), ended)
    // Either may fail first; that the pouring has ended says nothing yet.
    const outcome: AnalysisResult = await Promise.race([work, failure, pouring.then(() => failure)])
    await Promise.race([allNews, failure])
    if ('error' in outcome) throw SongError.fromData(outcome.error)
    const song = await unpackSong(outcome)
    signal.throwIfAborted()
    return song
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof SongError) throw error
    throw new SongError('analysisStopped', {}, { cause: error })
  } finally {
    if (flag) Atomics.store(flag, 0, 1)
    stop.abort()
    news.close()
    inlet.close()
    worker.terminate()
  }
}

/** Rejects when the worker breaks or the visitor gives up; until then it waits. */
function rejectOnFailure(worker: Worker, signal: AbortSignal, stop: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: stop })
    worker.addEventListener('error', (event) => reject(new Error(event.message)), { signal: stop })
    worker.addEventListener('messageerror', () => reject(new Error('unreadable message')), { signal: stop })
  })
}

function dispatchMessage(news: Exclude<AnalysisMessage, { kind: 'end' }>, events: AnalysisEvents): void {
  if (news.kind === 'progress') events.onProgress?.(news.stage, news.fraction)
  else if (news.kind === 'outline') events.onOutline?.(news.chunks)
  else if (news.kind === 'spectrum') events.onSpectrogram?.(news.image)
  else if (news.kind === 'map') events.onMap?.(news.positions, news.iteration, news.iterations)
  else events.onForm?.(news.positions, news.iteration, news.iterations)
}
