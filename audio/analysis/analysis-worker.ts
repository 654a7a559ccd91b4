import * as Comlink from 'comlink'
import { takeBlocks } from '../block-stream.ts'
import { checkpoint, endWith, type StopFlag } from '../dsp/cancellation.ts'
import { SongError } from '../errors.ts'
import { inRows, type SongInRows } from '../song/chunk-table.ts'
import { createIntake } from './analysis-input.ts'
import type { AnalysisJob, ChunkOutline, SpectrumImage, Stage } from './analysis-types.ts'
import { analyzeListening } from './analyze-song.ts'
import { embeddingWorkers } from './embedding-workers.ts'

/** News on its way out of the worker; sent one way, in order, never awaited. */
export type News =
  | { kind: 'progress'; stage: Stage; fraction: number }
  | { kind: 'outline'; chunks: ChunkOutline[] }
  | { kind: 'form'; positions: Float32Array<ArrayBuffer>; iteration: number; iterations: number }
  | { kind: 'map'; positions: Float32Array<ArrayBuffer>; iteration: number; iterations: number }
  | { kind: 'spectrum'; image: SpectrumImage }
  /** The last of them. */
  | { kind: 'end' }

/** An error with a sentence for the visitor crosses as data: Comlink keeps messages but not classes. */
export type Outcome = SongInRows | { sentence: string }

/** A song's sound on its way in: `blocks` brings its samples (blocks.ts), about `frames` of them. */
export type IncomingSound = {
  sampleRate: number
  channels: number
  frames: number
  blocks: MessagePort
  /** Where memory can be shared. */
  stop: StopFlag | null
}

const service = {
  /** Analyzes a song whose blocks come in through a port; its news go out through another. */
  async analyze(sound: IncomingSound, job: AnalysisJob, port: MessagePort): Promise<Outcome> {
    const tell = (news: News, moved: Transferable[] = []): void => port.postMessage(news, moved)
    endWith(sound.stop)
    try {
      const intake = createIntake(sound.sampleRate, sound.channels, sound.frames)
      await takeBlocks(sound.blocks, intake.push)
      const song = await analyzeListening(
        intake.finish(),
        job,
        {
          onProgress: (stage, fraction) => {
            checkpoint()
            tell({ kind: 'progress', stage, fraction })
          },
          onOutline: (chunks) => tell({ kind: 'outline', chunks }),
          onSpectrum: (image) => tell({ kind: 'spectrum', image }, [image.pixels.buffer]),
          onForm: (positions, iteration, iterations) =>
            tell({ kind: 'form', positions, iteration, iterations }, [positions.buffer]),
          onMap: (positions, iteration, iterations) =>
            tell({ kind: 'map', positions, iteration, iterations }, [positions.buffer]),
        },
        embeddingWorkers(sound.stop),
      )
      const rows = inRows(song)
      return Comlink.transfer(rows, [rows.table.rows.buffer])
    } catch (error) {
      if (error instanceof SongError) return { sentence: error.message }
      throw error
    } finally {
      tell({ kind: 'end' })
    }
  },
}

export type AnalysisService = typeof service

Comlink.expose(service)
