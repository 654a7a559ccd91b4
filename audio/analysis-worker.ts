import * as Comlink from 'comlink'
import type { AnalysisJob, ChunkOutline, SpectrumImage, Stage } from './analysis.ts'
import { analyzeSong } from './analyze.ts'
import { type Block, takeBlocks } from './blocks.ts'
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

/** A song's sound on its way in: `blocks` brings its samples (blocks.ts). */
export type IncomingSound = { sampleRate: number; channels: number; frames: number | undefined; blocks: MessagePort }

async function gather({ sampleRate, channels, blocks }: IncomingSound): Promise<Pcm> {
  const all: Block[] = []
  await takeBlocks(blocks, (block) => all.push(block))
  const length = all.reduce((sum, [first]) => sum + (first?.length ?? 0), 0)
  const whole = Array.from({ length: channels }, (_, c) => {
    const channel = new Float32Array(length)
    let at = 0
    for (const block of all) {
      channel.set(block[c] as Float32Array, at)
      at += (block[c] as Float32Array).length
    }
    return channel
  })
  return { channels: whole, sampleRate }
}

const service = {
  /** Analyzes a song whose blocks come in through a port; its news go out through another. */
  async analyze(sound: IncomingSound, job: AnalysisJob, port: MessagePort): Promise<Outcome> {
    const tell = (news: News, moved: Transferable[] = []): void => port.postMessage(news, moved)
    try {
      const song = await analyzeSong(await gather(sound), job, {
        onProgress: (stage, fraction) => tell({ kind: 'progress', stage, fraction }),
        onOutline: (chunks) => tell({ kind: 'outline', chunks }),
        onSpectrum: (image) => tell({ kind: 'spectrum', image }, [image.pixels.buffer]),
        onForm: (positions, iteration, iterations) =>
          tell({ kind: 'form', positions, iteration, iterations }, [positions.buffer]),
        onMap: (positions, iteration, iterations) =>
          tell({ kind: 'map', positions, iteration, iterations }, [positions.buffer]),
      })
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
