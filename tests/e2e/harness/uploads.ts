import { bursts, makeWav } from '../../wav.ts'

/** A file as the page's file input takes it. */
export type Upload = { name: string; mimeType: string; buffer: Buffer }

export const upload = (name: string, bytes: Uint8Array, mimeType = 'audio/mpeg'): Upload => ({
  name,
  mimeType,
  buffer: Buffer.from(bytes),
})

/** A song of some seconds with clear onsets, small enough to be analyzed in a moment. */
export const smallSong = (name: string, seconds = 4, sampleRate = 22050, perSecond = 4): Upload =>
  upload(name, makeWav([bursts(seconds, sampleRate, perSecond)], sampleRate), 'audio/wav')
