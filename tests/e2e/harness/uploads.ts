import { bursts, makeWav } from '../../wav.ts'

/** A file as the page's file input takes it. */
export type FileUpload = { name: string; mimeType: string; buffer: Buffer }

export const createUpload = (name: string, bytes: Uint8Array, mimeType = 'audio/mpeg'): FileUpload => ({
  name,
  mimeType,
  buffer: Buffer.from(bytes),
})

/** A short song with clear onsets, analyzed in less than a second. */
export const createSmallSong = (name: string, seconds = 4, sampleRate = 22050, perSecond = 4): FileUpload =>
  createUpload(name, makeWav([bursts(seconds, sampleRate, perSecond)], sampleRate), 'audio/wav')
