import { readFileSync } from 'node:fs'

type Storage = 'int16' | 'int24' | 'float32'

/** A WAV file of interleaved channels; float storage keeps NaN as it is. */
export function makeWav(
  channels: Float32Array[],
  sampleRate: number,
  storage: Storage = 'int16',
): Uint8Array<ArrayBuffer> {
  const width = { int16: 2, int24: 3, float32: 4 }[storage]
  const frames = channels[0]?.length ?? 0
  const block = width * channels.length
  const bytes = Buffer.alloc(44 + frames * block)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(36 + frames * block, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(storage === 'float32' ? 3 : 1, 20)
  bytes.writeUInt16LE(channels.length, 22)
  bytes.writeUInt32LE(sampleRate, 24)
  bytes.writeUInt32LE(sampleRate * block, 28)
  bytes.writeUInt16LE(block, 32)
  bytes.writeUInt16LE(width * 8, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(frames * block, 40)
  let at = 44
  for (let i = 0; i < frames; i++) {
    for (const channel of channels) {
      const x = channel[i] as number
      if (storage === 'float32') bytes.writeFloatLE(x, at)
      else bytes.writeIntLE(Math.round(Math.max(-1, Math.min(1, x)) * (2 ** (width * 8 - 1) - 1)), at, width)
      at += width
    }
  }
  return new Uint8Array(bytes)
}

/** The samples of a mono 16-bit WAV file. */
export function readWav(path: string | URL): Float32Array<ArrayBuffer> {
  const bytes = readFileSync(path)
  const data = bytes.indexOf('data')
  const length = bytes.readUInt32LE(data + 4) / 2
  return Float32Array.from({ length }, (_, i) => bytes.readInt16LE(data + 8 + 2 * i) / 32768)
}

/** A sine of amplitude 0.5. */
export const sine = (hertz: number, sampleRate: number, length: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / sampleRate))

/** Short decaying bursts of alternating pitch, `perSecond` of them a second: a song with clear onsets. */
export const bursts = (seconds: number, sampleRate: number, perSecond = 4): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, i) => {
    const beat = Math.floor((i / sampleRate) * perSecond)
    const since = i / sampleRate - beat / perSecond
    return 0.6 * Math.exp(-18 * since) * Math.sin(2 * Math.PI * (220 + 130 * ((beat * 7) % 5)) * since)
  })

/** Repeatable noise in [-1, 1): a linear congruential generator. */
export function noise(length: number, seed = 1): Float32Array<ArrayBuffer> {
  let state = seed
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  })
}
