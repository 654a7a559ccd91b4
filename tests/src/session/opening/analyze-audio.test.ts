import { expect, test, vi } from 'vitest'
import type { AnalysisEvents } from '../../../../audio/analysis/analysis-types.ts'
import { defaultSettings, type Song } from '../../../../audio/song/song.ts'
import { SongError } from '../../../../audio/song-error.ts'
import type { SongAudio } from '../../../../src/session/loaded-song.ts'
import { analyzeAudio } from '../../../../src/session/opening/analyze-audio.ts'
import { someChunks } from '../../../scenes/sample-chunks.ts'

const chunks = someChunks(3).map((chunk, i) => ({ ...chunk, position: [i, 0, -i], map: [i, i + 1] }))
const song = { chunks } as unknown as Song
const audio = { stream: {}, source: {}, title: 'A' } as unknown as SongAudio
const image = { frames: 1, bands: 1, pixels: new Uint8Array(1) }
const { signal } = new AbortController()
const ownPositions = Float32Array.of(0, 0, -0, 1, 0, -1, 2, 0, -2)
const ownMap = Float32Array.of(0, 1, 1, 2, 2, 3)

const sendEvents = vi.fn((events: AnalysisEvents) => {
  events.onSpectrogram?.(image)
  events.onOutline?.(chunks)
  events.onForm?.(new Float32Array(9), 10, 500)
  events.onMap?.(new Float32Array(6), 10, 500)
})
vi.mock('../../../../audio/analysis/analysis-client.ts', () => ({
  analyzeInWorker: async (_stream: unknown, _job: unknown, events: AnalysisEvents) => {
    sendEvents(events)
    return song
  },
  measureInWorker: () => measure(),
}))
const levels = { loudness: -18, monoLoudness: -19, truePeak: -3 }
const measure = vi.fn(async () => ({ spectrogram: image, levels }))

test('an analysis keeps all events and appends the Song’s own positions to the snapshots', async () => {
  const onOutline = vi.fn()
  const { snapshots, mapSnapshots, spectrum } = await analyzeAudio(audio, defaultSettings, { onOutline }, signal, null)
  expect(onOutline.mock.calls).toEqual([[chunks]])
  expect(spectrum).toBe(image)
  expect(snapshots).toEqual([new Float32Array(9), ownPositions])
  expect(mapSnapshots).toEqual([new Float32Array(6), ownMap])
})

test('a stored Song is not analyzed again; its spectrogram is computed, and its levels if it has none', async () => {
  sendEvents.mockClear()
  const [onOutline, onSpectrogram] = [vi.fn(), vi.fn()]
  const analysis = await analyzeAudio(audio, defaultSettings, { onOutline, onSpectrogram }, signal, song)
  expect(sendEvents).not.toHaveBeenCalled()
  expect(onOutline.mock.calls).toEqual([[someChunks(3)]])
  expect(onSpectrogram.mock.calls).toEqual([[image]])
  expect(analysis).toEqual({
    song: { ...song, levels },
    snapshots: [ownPositions],
    mapSnapshots: [ownMap],
    spectrum: image,
  })
  const measured = { ...song, levels: { ...levels, loudness: -9 } }
  expect((await analyzeAudio(audio, defaultSettings, {}, signal, measured)).song).toBe(measured)
})

test('a stored Song is used without a spectrogram if that cannot be computed', async () => {
  measure.mockRejectedValueOnce(new SongError('outOfMemory'))
  expect((await analyzeAudio(audio, defaultSettings, {}, signal, song)).spectrum).toBeNull()
})
