import * as Comlink from 'comlink'
import { createIntake } from '../analysis/analysis-input.ts'
import type { SpectrumImage } from '../analysis/analysis-types.ts'
import type { IncomingSound } from '../analysis/analysis-worker.ts'
import { melSpectrogram } from '../analysis/mel-spectrogram.ts'
import { spectrumImage } from '../analysis/spectrogram-image.ts'
import { takeBlocks } from '../block-stream.ts'
import { SongError } from '../errors.ts'
import { fromRows, inRows, type SongInRows } from './chunk-table.ts'
import { songCsv } from './song-csv.ts'
import { readSongFile, writeSongFile } from './song-file.ts'

/** An error with a sentence for the visitor crosses as data: Comlink keeps messages but not classes. */
export type Answer<T> = { value: T } | { sentence: string }

const refusal = (error: unknown): { sentence: string } => {
  if (error instanceof SongError) return { sentence: error.message }
  throw error
}

const service = {
  async read(file: Blob, name: string): Promise<Answer<{ rows: SongInRows; audio: Uint8Array<ArrayBuffer> }>> {
    try {
      const { song, audio } = await readSongFile(new Uint8Array(await file.arrayBuffer()), name)
      // Its own memory, so that it can be moved and the zip forgotten.
      const own = audio.slice()
      const rows = inRows(song)
      return Comlink.transfer({ value: { rows, audio: own } }, [own.buffer, rows.table.rows.buffer])
    } catch (error) {
      return refusal(error)
    }
  },
  async write(rows: SongInRows, audio: Uint8Array<ArrayBuffer>): Promise<Answer<Blob>> {
    try {
      return { value: new Blob(writeSongFile({ song: await fromRows(rows), audio })) }
    } catch (error) {
      return refusal(error)
    }
  },
  async json(rows: SongInRows): Promise<Answer<Blob>> {
    const json = `${JSON.stringify(await fromRows(rows))}\n`
    return { value: new Blob([json], { type: 'application/json' }) }
  },
  async csv(rows: SongInRows): Promise<Answer<Blob>> {
    return { value: new Blob([songCsv(await fromRows(rows))], { type: 'text/csv' }) }
  },
  /** The picture of a stored Song's spectrum, which is not stored. */
  async spectrum({
    sampleRate,
    channels,
    frames,
    blocks,
  }: Omit<IncomingSound, 'stop'>): Promise<Answer<SpectrumImage>> {
    const intake = createIntake(sampleRate, channels, frames)
    await takeBlocks(blocks, intake.push)
    const image = spectrumImage(melSpectrogram(intake.finish().samples))
    return Comlink.transfer({ value: image }, [image.pixels.buffer])
  },
}

export type SongFileService = typeof service

Comlink.expose(service)
