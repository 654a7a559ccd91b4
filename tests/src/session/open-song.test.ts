import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { AnalysisEvents } from '../../../audio/analysis/analysis-types.ts'
import { defaultSettings, type Song } from '../../../audio/song/song.ts'
import { SongError } from '../../../audio/song-error.ts'
import { analyzeAudio, loadSongAudio, toErrorMessage } from '../../../src/session/open-song.ts'
import { someChunks } from '../../scenes/sample-chunks.ts'

const chunks = someChunks(3).map((chunk, i) => ({ ...chunk, position: [i, 0, -i], map: [i, i + 1] }))
const song = { chunks } as unknown as Song
let analyze: (events: AnalysisEvents) => void

vi.mock('../../../audio/decoding/open-audio.ts', () => ({
  openAudio: async ({ size }: Blob) => ({ source: { duration: 1, channels: 1, bytes: size }, stream: {}, store: {} }),
}))
vi.mock('../../../audio/analysis/analysis-client.ts', () => ({
  analyzeInWorker: async (_pcm: unknown, _job: unknown, events: AnalysisEvents) => {
    analyze(events)
    return song
  },
  computeSpectrogramInWorker: () => spectrum(),
}))

const packed = { song: {} as Song, audio: new Uint8Array(8) }
const image = { frames: 1, bands: 1, pixels: new Uint8Array(1) }
const spectrum = vi.fn(async () => image)
vi.mock('../../../audio/song/song-file-client.ts', () => ({
  readSongFileInWorker: async () => packed,
}))

const { signal } = new AbortController()

test('a file is read, and called by its own name where nothing better is known', async () => {
  const file = { name: 'my_song.wav', blob: new Blob(['12345678']), artist: 'Somebody' }
  const sound = await loadSongAudio(file, signal)
  expect(sound).toMatchObject({
    file,
    title: 'my song',
    artist: 'Somebody',
    source: { duration: 1, channels: 1, bytes: 8 },
  })
  expect((await loadSongAudio({ ...file, title: 'Another' }, signal)).title).toBe('Another')
})

test('all that is told on the way is kept, and the stills end with the song’s own form and map', async () => {
  analyze = ({ onSpectrogram: onSpectrum, onOutline, onForm, onMap }) => {
    onSpectrum?.(image)
    onOutline?.(chunks)
    onForm?.(new Float32Array(9), 10, 500)
    onMap?.(new Float32Array(6), 10, 500)
  }
  const onOutline = vi.fn()
  const sound = await loadSongAudio({ name: 'a.wav', blob: new Blob(['12345678']) }, signal)
  const {
    snapshots: stills,
    mapSnapshots: mapStills,
    spectrum,
  } = await analyzeAudio(sound, defaultSettings, { onOutline }, signal)
  expect(onOutline.mock.calls).toEqual([[chunks]])
  expect(spectrum).toBe(image)
  expect(stills).toEqual([new Float32Array(9), Float32Array.of(0, 0, -0, 1, 0, -1, 2, 0, -2)])
  expect(mapStills).toEqual([new Float32Array(6), Float32Array.of(0, 1, 1, 2, 2, 3)])
})

describe('a .songwalk', () => {
  const file = { name: 'x.songwalk', blob: new Blob(['12345678']) }
  const source = { name: 'a.wav', duration: 1.2 }
  beforeEach(() => {
    packed.song = { ...song, title: 'Stored', artist: 'Somebody', source, settings: defaultSettings } as Song
    analyze = () => expect.unreachable()
  })

  test('brings its sound under its own name, and its Song, which is not made anew', async () => {
    const sound = await loadSongAudio(file, signal)
    expect(sound).toMatchObject({ title: 'Stored', artist: 'Somebody', source, song: packed.song })
    expect(sound.file.name).toBe('a.wav')
    expect(new Uint8Array(await sound.file.blob.arrayBuffer())).toEqual(packed.audio)
    expect(sound).not.toHaveProperty('license')
    const [onOutline, onSpectrum] = [vi.fn(), vi.fn()]
    const analysis = await analyzeAudio(
      sound,
      defaultSettings,
      { onOutline, onSpectrogram: onSpectrum },
      signal,
      sound.song,
    )
    expect(onOutline.mock.calls).toEqual([[someChunks(3)]])
    expect(onSpectrum.mock.calls).toEqual([[image]])
    const snapshots = [Float32Array.of(0, 0, -0, 1, 0, -1, 2, 0, -2)]
    expect(analysis).toEqual({
      song: packed.song,
      snapshots,
      mapSnapshots: [Float32Array.of(0, 1, 1, 2, 2, 3)],
      spectrum: image,
    })
  })

  test('is shown without the picture of its spectrum if that fails', async () => {
    spectrum.mockRejectedValueOnce(new SongError('outOfMemory'))
    const sound = await loadSongAudio(file, signal)
    expect((await analyzeAudio(sound, defaultSettings, {}, signal, sound.song)).spectrum).toBeNull()
  })

  test('is refused if its Song is of another length', async () => {
    packed.song = { ...packed.song, source: { ...source, duration: 60 } } as Song
    await expect(loadSongAudio(file, signal)).rejects.toThrow(/“x.songwalk” holds an analysis of another length/)
  })

  test('without its sound, as JSON alone, is refused', async () => {
    const blob = new Blob(['{"format":"songwalk"}'])
    await expect(loadSongAudio({ name: 'x', blob }, signal)).rejects.toThrow(/without its sound/)
  })
})

test('errors made for visitors are told as they are, others without their details', () => {
  const error = new SongError('noAudio', { name: 'a.wav' })
  expect(toErrorMessage(error)).toBe(error.message)
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
  expect(toErrorMessage(new TypeError('x is undefined'))).toMatch(/^Something went wrong .*another one\.$/)
  expect(logged).toHaveBeenCalledOnce()
  logged.mockRestore()
})
