import * as Comlink from 'comlink'
import type { SpectrumImage } from './analysis.ts'
import { SongError } from './errors.ts'
import { mixToMono } from './mono.ts'
import type { Pcm } from './pcm.ts'
import { resample } from './resample.ts'
import { type PackedSong, readSongFile, writeSongFile } from './song-file.ts'
import { analysisRate, melSpectrogram } from './spectrum.ts'
import { spectrumImage } from './spectrum-image.ts'

/** An error with a sentence for the visitor crosses as data: Comlink keeps messages but not classes. */
export type Answer<T> = { value: T } | { sentence: string }

const refusal = (error: unknown): { sentence: string } => {
  if (error instanceof SongError) return { sentence: error.message }
  throw error
}

const service = {
  async read(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<Answer<PackedSong>> {
    try {
      const { song, audio } = await readSongFile(bytes, name)
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
  spectrum(pcm: Pcm): Answer<SpectrumImage> {
    const image = spectrumImage(melSpectrogram(resample(mixToMono(pcm), pcm.sampleRate, analysisRate)))
    return Comlink.transfer({ value: image }, [image.pixels.buffer])
  },
}

export type SongFileService = typeof service

Comlink.expose(service)
