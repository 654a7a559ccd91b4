import { readFileSync } from 'node:fs'
import * as webAudio from 'node-web-audio-api'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { decodeAudio } from '../../../audio/decoding/decode-audio.ts'
import { describeSource, titleFromName } from '../../../audio/song/song-source.ts'
import { SongError } from '../../../audio/song-error.ts'
import { makeWav, sine } from '../../wav.ts'

const fixture = (name: string): ArrayBuffer =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url))).buffer

// A real decoder behind the interface of OfflineAudioContext; browser tests cover the browser's own.
beforeAll(() => vi.stubGlobal('OfflineAudioContext', webAudio.OfflineAudioContext))
afterAll(() => vi.unstubAllGlobals())

describe('decodeAudio', () => {
  test('decodes at the rate of the file and does not detach the bytes', async () => {
    const wav = makeWav([sine(440, 48000, 4800), sine(660, 48000, 4800)], 48000).buffer
    const buffer = await decodeAudio(wav, 'two.wav')
    expect([buffer.sampleRate, buffer.length, buffer.numberOfChannels]).toEqual([48000, 4800, 2])
    expect(wav.byteLength).toBe(44 + 4 * 4800)
    const flac = await decodeAudio(fixture('clip.flac'), 'clip.flac')
    expect([flac.sampleRate, flac.length]).toEqual([22050, 44100])
  })

  test('NaN and infinite samples become 0', async () => {
    const samples = sine(440, 22050, 100)
    samples[10] = Number.NaN
    samples[11] = Number.POSITIVE_INFINITY
    const buffer = await decodeAudio(makeWav([samples], 22050, 'float32').buffer, 'nan.wav')
    const decoded = buffer.getChannelData(0)
    expect(decoded.every(Number.isFinite)).toBe(true)
    expect([decoded[10], decoded[11]]).toEqual([0, 0])
  })

  test.each([
    ['empty', new Uint8Array(0), /“x.mp3” is empty; choose/],
    ['a picture', Uint8Array.from(Buffer.from('\x89PNG\r\n\x1a\n0000IHDR', 'latin1')), /is a PNG picture, not sound/],
    ['text', Uint8Array.from(Buffer.from('Dear diary')), /is a text, not sound/],
    ['a header without samples', makeWav([new Float32Array(0)], 44100), /holds no sound/],
    [
      'noise bytes',
      Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 31 + 7 * i) & 127),
      /is damaged or not a sound/,
    ],
  ])('%s is refused with a SongError', async (_, bytes, sentence) => {
    const failure = await decodeAudio(bytes.buffer, 'x.mp3').catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(SongError)
    expect((failure as SongError).message).toMatch(sentence)
  })
})

test('describeSource contains the hash of the bytes', async () => {
  const bytes = Uint8Array.from(Buffer.from('abc')).buffer
  const pcm = { channels: [new Float32Array(441), new Float32Array(441)], sampleRate: 44100 }
  expect(await describeSource(bytes, pcm, 'abc.wav')).toEqual({
    name: 'abc.wav',
    bytes: 3,
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    duration: 0.01,
    sampleRate: 44100,
    channels: 2,
  })
})

test.each([
  ['My_song.mp3', 'My song'],
  ['no extension', 'no extension'],
  ['Opus 27. No. 2.flac', 'Opus 27. No. 2'],
  ['.mp3', '.mp3'],
])('the title of %s is %s', (name, title) => {
  expect(titleFromName(name)).toBe(title)
})
