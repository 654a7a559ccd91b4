import { beforeEach, expect, test, vi } from 'vitest'
import { createBlockSender, receiveBlocks } from '../../../audio/block-stream.ts'
import type { DecodeEvents } from '../../../audio/decoding/decode-client.ts'
import type { OpenTrackResult } from '../../../audio/decoding/decode-worker.ts'
import type { DecodedFile } from '../../../audio/decoding/decoded-file.ts'
import { openAudio } from '../../../audio/decoding/open-audio.ts'
import type { PlaybackFormat } from '../../../audio/decoding/playback-format.ts'
import { packSamples } from '../../../audio/playback/sample-store.ts'
import { SongError } from '../../../audio/song-error.ts'

type Decode = (playback: PlaybackFormat | null, port: MessagePort | null, events: DecodeEvents) => Promise<void>

let result: OpenTrackResult
let decode: Decode
vi.mock('../../../audio/decoding/decode-client.ts', () => ({
  openInWorker: async () => result,
  decodeInWorker: (
    _file: DecodedFile,
    playback: PlaybackFormat | null,
    port: MessagePort | null,
    events: DecodeEvents,
  ) => decode(playback, port, events),
}))

const { signal } = new AbortController()
const packed = { bufferedAudioBytes: 0 }
const file = new Blob(['ID3 and so on, but not a text\0'])
const open = () => openAudio(file, 'set.mp3', signal, packed)
const sha256 = '0'.repeat(64)
const format = { sampleRate: 44100, channels: 2, frames: 3600 * 44100 }

beforeEach(() => {
  result = { kind: 'opened', sha256, format }
  decode = async (playback, port, { onSamples, onProgress }) => {
    if (playback) onSamples(packSamples(new Float32Array(100)))
    onProgress(0.5)
    if (!port) return
    const sender = createBlockSender(port)
    await sender.send([new Float32Array(100), new Float32Array(100)])
    sender.end()
  }
})

test('a song has its source before it is decoded', async () => {
  const { source, store, stream } = await open()
  expect(source).toEqual({ name: 'set.mp3', bytes: 30, sha256, duration: 3600, sampleRate: 44100, channels: 2 })
  expect(stream).toMatchObject({ sampleRate: 44100, channels: 2, frames: 3600 * 44100, stage: 'decoding' })
  expect(store.length).toBe(0)
})

test('sending its stream fills the store the first time only', async () => {
  const { store, stream, fillStore: fill } = await open()
  const onProgress = vi.fn()
  for (let time = 0; time < 2; time++) {
    const { port1, port2 } = new MessageChannel()
    const blocks = vi.fn()
    await Promise.all([receiveBlocks(port2, blocks), stream.sendTo(port1, onProgress, signal)])
    expect(blocks).toHaveBeenCalledOnce()
  }
  await fill(signal)
  expect(store.length).toBe(100)
  expect(onProgress).toHaveBeenCalledWith(0.5)
})

test('fillStore fills the store without an analysis', async () => {
  const { store, fillStore: fill } = await open()
  await fill(signal)
  expect(store.length).toBe(100)
})

test('aborting clears the store', async () => {
  const opening = new AbortController()
  const { store, fillStore: fill } = await openAudio(file, 'set.mp3', opening.signal, packed)
  await fill(opening.signal)
  opening.abort()
  expect(store.length).toBe(0)
})

test('a decoding error clears the store', async () => {
  decode = async (_playback, _port, { onSamples }) => {
    onSamples(packSamples(new Float32Array(100)))
    throw new Error('bad frame')
  }
  const { store, fillStore: fill } = await open()
  const failure = await fill(signal).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(SongError)
  expect((failure as SongError).message).toMatch(/“set.mp3” is damaged/)
  expect(store.length).toBe(0)
})

test('a rate above 48 kHz is halved for playback', async () => {
  result = { kind: 'opened', sha256, format: { ...format, sampleRate: 192_000 } }
  expect((await open()).store.sampleRate).toBe(48_000)
})

test('the error of the worker is that of the file', async () => {
  const values = { name: 'set.mp3', minutes: 100, maxMinutes: 90 }
  result = { kind: 'failed', error: { code: 'songTooLong', values } }
  const failure = await open().catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(SongError)
  expect((failure as SongError).message).toMatch(/is 100 minutes long; choose one of at most 90 minutes/)
})

test('a long sound without a decoder of songwalk’s own is refused before it is decoded', async () => {
  result = { kind: 'missingDecoder', sha256, track: { duration: 9000 } }
  await expect(open()).rejects.toThrow('is 150 minutes long; choose one of at most 90 minutes')
})
