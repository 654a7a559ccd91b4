import { expect, test, vi } from 'vitest'
import type { AnalysisEvents } from '../../audio/analysis.ts'
import { SongError } from '../../audio/errors.ts'
import { defaultSettings, type Song } from '../../audio/song.ts'
import { analyzeSound, readSound, sentenceFor } from '../../src/open-song.ts'
import { someChunks } from '../scenes/chunks.ts'

const chunks = someChunks(3).map((chunk, i) => ({ ...chunk, position: [i, 0, -i], map: [i, i + 1] }))
const song = { chunks } as unknown as Song
let analyze: (events: AnalysisEvents) => void

vi.mock('../../audio/open-sound.ts', () => ({
  openSound: async ({ size }: Blob) => ({ source: { duration: 1, channels: 1, bytes: size }, stream: {}, store: {} }),
}))
vi.mock('../../audio/analysis-client.ts', () => ({
  analyzeInWorker: async (_pcm: unknown, _job: unknown, events: AnalysisEvents) => {
    analyze(events)
    return song
  },
}))

const { signal } = new AbortController()

test('a file is read, and called by its own name where nothing better is known', async () => {
  const file = { name: 'my_song.wav', blob: new Blob(['12345678']), artist: 'Somebody' }
  const sound = await readSound(file, signal)
  expect(sound).toMatchObject({
    file,
    title: 'my song',
    artist: 'Somebody',
    source: { duration: 1, channels: 1, bytes: 8 },
  })
  expect((await readSound({ ...file, title: 'Another' }, signal)).title).toBe('Another')
})

test('all that is told on the way is kept, and the stills end with the song’s own form and map', async () => {
  const image = { frames: 1, bands: 1, pixels: new Uint8Array(1) }
  analyze = ({ onSpectrum, onOutline, onForm, onMap }) => {
    onSpectrum?.(image)
    onOutline?.(chunks)
    onForm?.(new Float32Array(9), 10, 500)
    onMap?.(new Float32Array(6), 10, 500)
  }
  const onOutline = vi.fn()
  const sound = await readSound({ name: 'a.wav', blob: new Blob(['12345678']) }, signal)
  const { stills, mapStills, spectrum } = await analyzeSound(sound, defaultSettings, { onOutline }, signal)
  expect(onOutline.mock.calls).toEqual([[chunks]])
  expect(spectrum).toBe(image)
  expect(stills).toEqual([new Float32Array(9), Float32Array.of(0, 0, -0, 1, 0, -1, 2, 0, -2)])
  expect(mapStills).toEqual([new Float32Array(6), Float32Array.of(0, 1, 1, 2, 2, 3)])
})

test('errors made for visitors are told as they are, others without their details', () => {
  expect(sentenceFor(new SongError('Choose another one.'))).toBe('Choose another one.')
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
  expect(sentenceFor(new TypeError('x is undefined'))).toMatch(/^Something went wrong .*another one\.$/)
  expect(logged).toHaveBeenCalledOnce()
  logged.mockRestore()
})
