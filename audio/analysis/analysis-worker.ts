import * as Comlink from 'comlink'
import { receiveBlocks } from '../block-stream.ts'
import { type CancelFlag, setCancelFlag, throwIfCancelled } from '../dsp/cancellation.ts'
import { type PackedSong, packSong } from '../song/chunk-table.ts'
import { SongError, type SongErrorData } from '../song-error.ts'
import { createAnalysisInputBuilder } from './analysis-input.ts'
import type { AnalysisJob, AnalysisStage, ChunkOutline, SpectrogramImage } from './analysis-types.ts'
import { analyzeInput } from './analyze-song.ts'
import { createEmbeddingWorkers } from './embedding-workers.ts'

/** News on its way out of the worker; sent one way, in order, never awaited. */
export type AnalysisMessage =
  | { kind: 'progress'; stage: AnalysisStage; fraction: number }
  | { kind: 'outline'; chunks: ChunkOutline[] }
  | { kind: 'form'; positions: Float32Array<ArrayBuffer>; iteration: number; iterations: number }
  | { kind: 'map'; positions: Float32Array<ArrayBuffer>; iteration: number; iterations: number }
  | { kind: 'spectrum'; image: SpectrogramImage }
  /** The last of them. */
  | { kind: 'end' }

/** A SongError is returned as data: Comlink keeps messages but not classes. */
export type AnalysisResult = PackedSong | { error: SongErrorData }

/** A song's sound on its way in: `blocks` brings its samples (blocks.ts), about `frames` of them. */
export type IncomingAudio = {
  sampleRate: number
  channels: number
  frames: number
  blocks: MessagePort
  /** Where memory can be shared. */
  stop: CancelFlag | null
}

const service = {
  /** Analyzes a song whose blocks come in through a port; its news go out through another. */
  async analyze(sound: IncomingAudio, job: AnalysisJob, port: MessagePort): Promise<AnalysisResult> {
    const tell = (news: AnalysisMessage, moved: Transferable[] = []): void => port.postMessage(news, moved)
    setCancelFlag(sound.stop)
    try {
      const intake = createAnalysisInputBuilder(sound.sampleRate, sound.channels, sound.frames)
      await receiveBlocks(sound.blocks, intake.push)
      const song = await analyzeInput(
        intake.finish(),
        job,
        {
          onProgress: (stage, fraction) => {
            throwIfCancelled()
            tell({ kind: 'progress', stage, fraction })
          },
          onOutline: (chunks) => tell({ kind: 'outline', chunks }),
          onSpectrogram: (image) => tell({ kind: 'spectrum', image }, [image.pixels.buffer]),
          onForm: (positions, iteration, iterations) =>
            tell({ kind: 'form', positions, iteration, iterations }, [positions.buffer]),
          onMap: (positions, iteration, iterations) =>
            tell({ kind: 'map', positions, iteration, iterations }, [positions.buffer]),
        },
        createEmbeddingWorkers(sound.stop),
      )
      const rows = packSong(song)
      return Comlink.transfer(rows, [rows.table.rows.buffer])
    } catch (error) {
      if (error instanceof SongError) return { error: error.toData() }
      throw error
    } finally {
      tell({ kind: 'end' })
    }
  },
}

export type AnalysisService = typeof service

Comlink.expose(service)
