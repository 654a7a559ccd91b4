import { beforeEach, expect, test, vi } from 'vitest'
import type { AnalysisEvents } from '../../../../audio/analysis/analysis-types.ts'
import { defaultSettings, type Song, type SongSettings } from '../../../../audio/song/song.ts'
import type { SongLibrary } from '../../../../src/session/library/song-library.ts'
import type { Analysis, SongAudio, SongFile } from '../../../../src/session/loaded-song.ts'
import { createSongOpener, type SongOpener } from '../../../../src/session/opening/song-opener.ts'
import type { SongPresenter } from '../../../../src/session/opening/song-presenter.ts'

type Load = { name: string; signal: AbortSignal; finish: () => void }
type AnalysisTask = { name: string; signal: AbortSignal; events: AnalysisEvents; finish: () => void }

const loads: Load[] = []
const analyses: AnalysisTask[] = []
/** Signals of all calls of `fillStore`. */
const fills: { name: string; signal: AbortSignal }[] = []
const getLast = <T>(list: readonly T[]): T => list.at(-1) as T

vi.mock('../../../../audio/decoding/decode-client.ts', () => ({ hashFile: async () => 'hash' }))
vi.mock('../../../../src/session/opening/load-song-audio.ts', () => ({
  loadSongAudio: (file: SongFile, signal: AbortSignal) =>
    new Promise<SongAudio>((resolve) => {
      const { name } = file
      const fillStore = async (fillSignal: AbortSignal) => void fills.push({ name, signal: fillSignal })
      const audio = { file, title: name, source: { sha256: name }, fillStore } as unknown as SongAudio
      loads.push({ name, signal, finish: () => resolve(audio) })
    }),
}))
vi.mock('../../../../src/session/opening/analyze-audio.ts', () => ({
  analyzeAudio: ({ title: name }: SongAudio, settings: SongSettings, events: AnalysisEvents, signal: AbortSignal) =>
    new Promise<Analysis>((resolve) => {
      const song = { title: name, settings } as Song
      const finish = () =>
        resolve({ song, snapshots: [], mapSnapshots: [], spectrum: { frames: 0, bands: 0, pixels: new Uint8Array() } })
      analyses.push({ name, signal, events, finish })
    }),
}))

const presenter = {
  showOutline: vi.fn(),
  showSpectrogram: vi.fn(),
  completeSong: vi.fn(),
  showSong: vi.fn(),
  clear: vi.fn(),
}
const onStatus = vi.fn()
const onError = vi.fn()
const library = { isAvailable: false, save: vi.fn() } as unknown as SongLibrary
let songOpener: SongOpener

/** Waits until all settled promises were handled. */
const flushPromises = () => new Promise((resolve) => setTimeout(resolve))
const startLoading = async (name: string) => {
  void songOpener.open({ name, blob: new Blob() })
  await flushPromises()
  return getLast(loads)
}
const startAnalysis = async (name: string) => {
  const load = await startLoading(name)
  load.finish()
  await flushPromises()
  return { load, analysis: getLast(analyses) }
}
const openToEnd = async (name: string) => {
  const { load, analysis } = await startAnalysis(name)
  analysis.finish()
  await flushPromises()
  return load
}

beforeEach(() => {
  for (const list of [loads, analyses, fills]) list.length = 0
  vi.clearAllMocks()
  presenter.showOutline.mockReset()
  songOpener = createSongOpener(defaultSettings, library, presenter as unknown as SongPresenter, { onStatus, onError })
})

test('loading is aborted when another file is opened or the request is canceled', async () => {
  const first = await startLoading('a')
  const second = await startLoading('b')
  expect([first.signal.aborted, second.signal.aborted]).toEqual([true, false])
  songOpener.cancel()
  expect(second.signal.aborted).toBe(true)
})

test('changed settings abort the analysis, but keep the loaded audio', async () => {
  const { load, analysis } = await startAnalysis('a')
  void songOpener.applySettings({ perplexity: 12 })
  await flushPromises()
  expect([load.signal.aborted, analysis.signal.aborted]).toEqual([false, true])
  expect(analyses).toHaveLength(2)
})

test('loaded audio is released once its song is neither opened nor displayed', async () => {
  const { load, analysis } = await startAnalysis('a')
  analysis.events.onOutline?.([])
  const second = await startAnalysis('b')
  expect(load.signal.aborted).toBe(false)
  second.analysis.events.onOutline?.([])
  expect(load.signal.aborted).toBe(true)
})

test('the audio of an opened song is not released', async () => {
  const load = await openToEnd('a')
  await openToEnd('b')
  expect(load.signal.aborted).toBe(false)
})

test('an analysis of the same audio stops the decoding in the background; a cancel starts it again', async () => {
  await openToEnd('a')
  expect(fills).toEqual([{ name: 'a', signal: expect.objectContaining({ aborted: false }) }])
  void songOpener.applySettings({ perplexity: 12 })
  await flushPromises()
  expect(fills[0]?.signal.aborted).toBe(true)
  songOpener.cancel()
  expect(fills.map(({ name, signal }) => [name, signal.aborted])).toEqual([
    ['a', true],
    ['a', false],
  ])
})

test('`open` resolves when its request has ended, also if it is superseded', async () => {
  const ended: string[] = []
  void songOpener.open({ name: 'a', blob: new Blob() }).then(() => ended.push('a'))
  await flushPromises()
  void songOpener.open({ name: 'b', blob: new Blob() }).then(() => ended.push('b'))
  await flushPromises()
  expect(ended).toEqual(['a'])
  songOpener.cancel()
  await flushPromises()
  expect(ended).toEqual(['a', 'b'])
})

test('an error while a song is presented restores the previous song', async () => {
  await openToEnd('a')
  const { analysis } = await startAnalysis('b')
  presenter.showOutline.mockImplementation(() => {
    throw new Error('no audio context')
  })
  analysis.events.onOutline?.([])
  expect(presenter.showSong).toHaveBeenLastCalledWith(
    expect.objectContaining({ audio: expect.objectContaining({ title: 'a' }) }),
  )
  expect(songOpener.currentSong()?.audio.title).toBe('a')
  expect(onError).toHaveBeenLastCalledWith(new Error('no audio context'))
  expect(onStatus).toHaveBeenLastCalledWith(expect.objectContaining({ phase: 'ready', stage: null }))
})

test('an event that a listener sends is handled after the current one', async () => {
  onStatus.mockImplementationOnce(() => songOpener.cancel())
  void songOpener.open({ name: 'a', blob: new Blob() })
  expect(onStatus.mock.calls.map(([{ phase }]) => phase)).toEqual(['decoding', 'empty'])
})
