import { SongError } from '../song-error.ts'

/** For files that decode to nothing. */
export const createNoAudioError = (name: string): SongError => new SongError('noAudio', { name })

/** For files that no decoder can decode. */
export const createUndecodableError = (name: string, cause: unknown): SongError =>
  new SongError('undecodable', { name }, { cause })
