import * as Comlink from 'comlink'
import { receiveBlocks } from '../block-stream.ts'
import { type CancelFlag, setCancelFlag, throwIfCancelled } from '../dsp/cancellation.ts'
import type { Levels } from '../dsp/levels.ts'
import { selectBackend } from '../dsp/wasm-kernels.ts'
import { limitProgress } from '../limit-progress.ts'
import { type PackedSong, packSong } from '../song/chunk-table.ts'
import { SongError, type SongErrorData } from '../song-error.ts'
import { createStageStopwatch, type StageStopwatch } from '../stage-stopwatch.ts'
import type { StageTiming } from '../stage-timing.ts'
import { type AnalysisInput, createAnalysisInputBuilder } from './analysis-input.ts'
import type { AnalysisJob, AnalysisStage, ChunkOutline, SpectrogramImage } from './analysis-types.ts'
import { analyzeInput, roundLevels } from './analyze-song.ts'
import { createEmbeddingWorkers } from './embedding-workers.ts'
import { computeMelSpectrogram } from './mel-spectrogram.ts'
import { createSpectrogramImage } from './spectrogram-image.ts'

/** Messages of an analysis, one way and in order; `end` is the last. */
export type AnalysisMessage =
  | { kind: 'progress'; stage: AnalysisStage; fraction: number }
  | { kind: 'outline'; chunks: ChunkOutline[] }
  | { kind: 'form'; positions: Float32Array<ArrayBuffer>; iteration: number; iterations: number }
  | { kind: 'map'; positions: Float32Array<ArrayBuffer>; iteration: number; iterations: number }
  | { kind: 'spectrum'; image: SpectrogramImage }
  | { kind: 'end'; timings: StageTiming[] }

/** What is known of a sound without its chunks. */
export type Measurement = { spectrogram: SpectrogramImage; levels: Levels }

/** A SongError is returned as data: Comlink keeps messages but not classes. */
export type AnalysisResult = PackedSong | { error: SongErrorData }

/** A sound that arrives through the port `blocks` (block-stream.ts). */
export type IncomingAudio = {
  sampleRate: number
  channels: number
  /** As far as the number is known before the end. */
  frames: number
  blocks: MessagePort
  /** null where memory cannot be shared. */
  cancelFlag: CancelFlag | null
}

/** @param stopwatch of the stage `resampling` */
async function receiveAudio(
  { sampleRate, channels, frames, blocks }: IncomingAudio,
  stopwatch: StageStopwatch,
): Promise<AnalysisInput> {
  const builder = createAnalysisInputBuilder(sampleRate, channels, frames)
  await receiveBlocks(blocks, (block) => stopwatch.run(() => builder.push(block)))
  return stopwatch.run(builder.finish)
}

const service = {
  async analyze(audio: IncomingAudio, job: AnalysisJob, port: MessagePort): Promise<AnalysisResult> {
    const send = (message: AnalysisMessage, transfer: Transferable[] = []): void => port.postMessage(message, transfer)
    setCancelFlag(audio.cancelFlag)
    const sendProgress = limitProgress((stage: AnalysisStage, fraction) => send({ kind: 'progress', stage, fraction }))
    const stopwatch = createStageStopwatch('resampling')
    try {
      const song = await analyzeInput(
        await receiveAudio(audio, stopwatch),
        job,
        {
          onProgress: (stage, fraction) => {
            throwIfCancelled()
            stopwatch.enter(stage)
            sendProgress(stage, fraction)
          },
          onOutline: (chunks) => send({ kind: 'outline', chunks }),
          onSpectrogram: (image) => send({ kind: 'spectrum', image }, [image.pixels.buffer]),
          onForm: (positions, iteration, iterations) =>
            send({ kind: 'form', positions, iteration, iterations }, [positions.buffer]),
          onMap: (positions, iteration, iterations) =>
            send({ kind: 'map', positions, iteration, iterations }, [positions.buffer]),
        },
        createEmbeddingWorkers(audio.cancelFlag),
      )
      const packed = packSong(song)
      return Comlink.transfer(packed, [packed.table.rows.buffer])
    } catch (error) {
      if (error instanceof SongError) return { error: error.toData() }
      throw error
    } finally {
      send({ kind: 'end', timings: stopwatch.stop() })
    }
  },

  /** For a stored Song, which does not contain its spectrogram, and its levels only if it is new. */
  async measure(audio: IncomingAudio): Promise<Measurement> {
    const { samples, levels } = await receiveAudio(audio, createStageStopwatch('resampling'))
    const spectrogram = createSpectrogramImage(computeMelSpectrogram(samples))
    return Comlink.transfer({ spectrogram, levels: roundLevels(levels) }, [spectrogram.pixels.buffer])
  },
}

export type AnalysisService = typeof service

// A worker is started before it is needed; so are its kernels.
selectBackend()
Comlink.expose(service)
