import * as Comlink from 'comlink'
import { createAnalysisInputBuilder } from '../analysis/analysis-input.ts'
import type { SpectrogramImage } from '../analysis/analysis-types.ts'
import type { IncomingAudio } from '../analysis/analysis-worker.ts'
import { computeMelSpectrogram } from '../analysis/mel-spectrogram.ts'
import { createSpectrogramImage } from '../analysis/spectrogram-image.ts'
import { receiveBlocks } from '../block-stream.ts'
import { SongError, type SongErrorData } from '../song-error.ts'
import { type PackedSong, packSong, unpackSong } from './chunk-table.ts'
import { formatSongCsv } from './song-csv.ts'
import { readSongFile, writeSongFile } from './song-file.ts'

/** A SongError is returned as data: Comlink keeps messages but not classes. */
export type Reply<T> = { value: T } | { error: SongErrorData }

const toErrorReply = (error: unknown): { error: SongErrorData } => {
  if (error instanceof SongError) return { error: error.toData() }
  throw error
}

const service = {
  async read(file: Blob, name: string): Promise<Reply<{ rows: PackedSong; audio: Uint8Array<ArrayBuffer> }>> {
    try {
      const { song, audio } = await readSongFile(new Uint8Array(await file.arrayBuffer()), name)
      // Its own memory, so that it can be moved and the zip forgotten.
      const own = audio.slice()
      const rows = packSong(song)
      return Comlink.transfer({ value: { rows, audio: own } }, [own.buffer, rows.table.rows.buffer])
    } catch (error) {
      return toErrorReply(error)
    }
  },
  async write(rows: PackedSong, audio: Uint8Array<ArrayBuffer>): Promise<Reply<Blob>> {
    try {
      return { value: new Blob(writeSongFile({ song: await unpackSong(rows), audio })) }
    } catch (error) {
      return toErrorReply(error)
    }
  },
  async json(rows: PackedSong): Promise<Reply<Blob>> {
    const json = `${JSON.stringify(await unpackSong(rows))}\n`
    return { value: new Blob([json], { type: 'application/json' }) }
  },
  async csv(rows: PackedSong): Promise<Reply<Blob>> {
    return { value: new Blob([formatSongCsv(await unpackSong(rows))], { type: 'text/csv' }) }
  },
  /** The picture of a stored Song's spectrum, which is not stored. */
  async spectrum({
    sampleRate,
    channels,
    frames,
    blocks,
  }: Omit<IncomingAudio, 'stop'>): Promise<Reply<SpectrogramImage>> {
    const intake = createAnalysisInputBuilder(sampleRate, channels, frames)
    await receiveBlocks(blocks, intake.push)
    const image = createSpectrogramImage(computeMelSpectrogram(intake.finish().samples))
    return Comlink.transfer({ value: image }, [image.pixels.buffer])
  },
}

export type SongFileService = typeof service

Comlink.expose(service)
