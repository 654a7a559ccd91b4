import * as Comlink from 'comlink'
import type { SpectrumImage } from './analysis.ts'
import type { IncomingSound } from './analysis-worker.ts'
import { takeBlocks } from './blocks.ts'
import { SongError } from './errors.ts'
import { createIntake } from './intake.ts'
import { type PackedSong, readSongFile, writeSongFile } from './song-file.ts'
import { melSpectrogram } from './spectrum.ts'
import { spectrumImage } from './spectrum-image.ts'

/** An error with a sentence for the visitor crosses as data: Comlink keeps messages but not classes. */
export type Answer<T> = { value: T } | { sentence: string }

const refusal = (error: unknown): { sentence: string } => {
  if (error instanceof SongError) return { sentence: error.message }
  throw error
}

const service = {
  async read(file: Blob, name: string): Promise<Answer<PackedSong>> {
    try {
      const { song, audio } = await readSongFile(new Uint8Array(await file.arrayBuffer()), name)
      // Its own memory, so that it can be moved and the zip forgotten.
      const own = audio.slice()
      return Comlink.transfer({ value: { song, audio: own } }, [own.buffer])
    } catch (error) {
      return refusal(error)
    }
  },
  write(packed: PackedSong): Answer<Blob> {
    try {
      return { value: new Blob(writeSongFile(packed)) }
    } catch (error) {
      return refusal(error)
    }
  },
  /** The picture of a stored Song's spectrum, which is not stored. */
  async spectrum({ sampleRate, channels, frames, blocks }: IncomingSound): Promise<Answer<SpectrumImage>> {
    const intake = createIntake(sampleRate, channels, frames)
    await takeBlocks(blocks, intake.push)
    const image = spectrumImage(melSpectrogram(intake.finish().samples))
    return Comlink.transfer({ value: image }, [image.pixels.buffer])
  },
}

export type SongFileService = typeof service

Comlink.expose(service)
