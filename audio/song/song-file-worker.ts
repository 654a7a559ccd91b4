import * as Comlink from 'comlink'
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
  async read(file: Blob, name: string): Promise<Reply<{ packed: PackedSong; audio: Uint8Array<ArrayBuffer> }>> {
    try {
      const { song, audio } = await readSongFile(new Uint8Array(await file.arrayBuffer()), name)
      // A copy, because transferring the view would transfer the whole zip.
      const ownAudio = audio.slice()
      const packed = packSong(song)
      return Comlink.transfer({ value: { packed, audio: ownAudio } }, [ownAudio.buffer, packed.table.rows.buffer])
    } catch (error) {
      return toErrorReply(error)
    }
  },
  async write(packed: PackedSong, audio: Uint8Array<ArrayBuffer>): Promise<Reply<Blob>> {
    try {
      return { value: new Blob(writeSongFile({ song: await unpackSong(packed), audio })) }
    } catch (error) {
      return toErrorReply(error)
    }
  },
  async json(packed: PackedSong): Promise<Reply<Blob>> {
    const json = `${JSON.stringify(await unpackSong(packed))}\n`
    return { value: new Blob([json], { type: 'application/json' }) }
  },
  async csv(packed: PackedSong): Promise<Reply<Blob>> {
    return { value: new Blob([formatSongCsv(await unpackSong(packed))], { type: 'text/csv' }) }
  },
}

export type SongFileService = typeof service

Comlink.expose(service)
