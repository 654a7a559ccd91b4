import * as Comlink from 'comlink'
import type { AnalysisJob, ChunkOutline, SpectrumImage, Stage } from './analysis.ts'
import { analyzeSong } from './analyze.ts'
import { embeddingWorkers } from './embedding-workers.ts'
import { SongError } from './errors.ts'
import type { Pcm } from './pcm.ts'
import type { Song } from './song.ts'

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
export type Outcome = { song: Song } | { sentence: string }

const service = {
  /** Analyzes a song; its news go out through `port`. */
  async analyze(pcm: Pcm, job: AnalysisJob, port: MessagePort): Promise<Outcome> {
    const tell = (news: News, moved: Transferable[] = []): void => port.postMessage(news, moved)
    try {
      const song = await analyzeSong(
        pcm,
        job,
        {
          onProgress: (stage, fraction) => tell({ kind: 'progress', stage, fraction }),
          onOutline: (chunks) => tell({ kind: 'outline', chunks }),
          onSpectrum: (image) => tell({ kind: 'spectrum', image }, [image.pixels.buffer]),
          onForm: (positions, iteration, iterations) =>
            tell({ kind: 'form', positions, iteration, iterations }, [positions.buffer]),
          onMap: (positions, iteration, iterations) =>
            tell({ kind: 'map', positions, iteration, iterations }, [positions.buffer]),
        },
        embeddingWorkers,
      )
      return { song }
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
