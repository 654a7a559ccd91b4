import type { SpectrogramImage } from '../../audio/analysis/analysis-types.ts'
import type { OpenedAudio } from '../../audio/decoding/opened-audio.ts'
import type { Song } from '../../audio/song/song.ts'

/** A file to open, with the credits it comes with. */
export type SongFile = {
  name: string
  blob: Blob
  title?: string
  artist?: string
  license?: string
  /** SHA-256 of the file's bytes, if known without reading them. */
  sha256?: string
}

/** Tags inside an audio file; the cover is scaled down. */
export type FileTags = { title?: string; artist?: string; cover?: Blob }

/** A file that has been read: its audio and its credits. */
export type SongAudio = OpenedAudio & {
  file: SongFile
  title: string
  artist?: string
  license?: string
  tags: FileTags
  /** The analysis inside a .songwalk file. */
  song?: Song
}

/** A song's analysis with everything that is shown of it. */
export type Analysis = {
  song: Song
  /** The growing embedding, then the Song's own positions; 3 × N each. */
  snapshots: Float32Array[]
  /** The growing 2D map, then the Song's own; 2 × N each. */
  mapSnapshots: Float32Array[]
  spectrum: SpectrogramImage | null
}

export type LoadedSong = { audio: SongAudio; analysis: Analysis }
