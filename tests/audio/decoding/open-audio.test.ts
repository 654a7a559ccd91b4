import { beforeEach, expect, test, vi } from 'vitest'
import { createBlockSender, receiveBlocks } from '../../../audio/block-stream.ts'
import type { DecodeEvents } from '../../../audio/decoding/decode-client.ts'
import type { ProbeResult } from '../../../audio/decoding/decode-worker.ts'
import { openAudio } from '../../../audio/decoding/open-audio.ts'
import { packSamples } from '../../../audio/playback/sample-store.ts'
import { SongError } from '../../../audio/song-error.ts'

let probe: ProbeResult
let decode: (port: MessagePort, events: DecodeEvents) => Promise<void>
vi.mock('../../../audio/decoding/decode-client.ts', () => ({
  probeFile: async () => probe,
  decodeInWorker: (_file: Blob, port: MessagePort, events: DecodeEvents) => decode(port, events),
}))

const { signal } = new AbortController()
const noBuffering = { unprobedFileBytes: 0, bufferedAudioBytes: 0, bufferedFileBytes: 0 }
const file = new Blob(['ID3 and so on, but not a text\0'])
const open = () => openAudio(file, 'set.mp3', signal, noBuffering)
const sha256 = '0'.repeat(64)
const format = (change = {}) => ({ sampleRate: 44100, channels: 2, duration: 3600, ...change })

beforeEach(() => {
  probe = { sha256, format: format() }
  decode = async (port, { onSamples: onPack, onProgress }) => {
    const sender = createBlockSender(port)
    onPack(packSamples(new Float32Array(100)))
    onProgress(0.5)
    await sender.send([new Float32Array(100), new Float32Array(100)])
    sender.end()
  }
})

test('a long song has its source before it is decoded', async () => {
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
  const { store, fillStore: fill } = await openAudio(file, 'set.mp3', opening.signal, noBuffering)
  await fill(opening.signal)
  opening.abort()
  expect(store.length).toBe(0)
})

test('a decoding error clears the store', async () => {
  decode = async (_port, { onSamples: onPack }) => {
    onPack(packSamples(new Float32Array(100)))
    throw new Error('bad frame')
  }
  const { store, fillStore: fill } = await open()
  const failure = await fill(signal).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(SongError)
  expect((failure as SongError).message).toMatch(/“set.mp3” is damaged/)
  expect(store.length).toBe(0)
})

test('a rate above 48 kHz is halved for playback', async () => {
  probe = { sha256, format: format({ sampleRate: 192_000 }) }
  expect((await open()).store.sampleRate).toBe(48_000)
})

test.each([
  ['too long', { sha256, format: format({ duration: 6000 }) }, /is 100 minutes long; choose one of at most 90 minutes/],
  ['empty inside', { sha256, format: format({ duration: 0 }) }, /holds no sound/],
  ['not to be decoded in pieces', { sha256, format: undefined }, /is too large for this browser to read; choose/],
])('a file that is %s is refused with a SongError', async (_, found, sentence) => {
  probe = found
  const failure = await open().catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(SongError)
  expect((failure as SongError).message).toMatch(sentence)
})

test('a large archive is refused without a probe', async () => {
  const failure = openAudio(new Blob(['PK\x03\x04']), 'songs.zip', signal, noBuffering)
  await expect(failure).rejects.toThrow('“songs.zip” is a ZIP archive, not sound')
})
