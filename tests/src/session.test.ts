import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { AnalysisEvents } from '../../audio/analysis.ts'
import { SongError } from '../../audio/errors.ts'
import { defaultSettings, type Song, type SongSettings } from '../../audio/song.ts'
import type { Analysis, SongFile, Sound } from '../../src/open-song.ts'
import { createSession } from '../../src/session.ts'
import { someChunks } from '../scenes/chunks.ts'

// The page's own parts are replaced: what is tested is who may change the room, and when.
vi.mock('../../src/xr-store.ts', () => ({ xrStore: { getState: () => ({}), enterVR: vi.fn() } }))
vi.mock('../../src/sound.ts', () => ({
  connectSound: (live: { playback: unknown; voices: unknown }) => {
    live.playback = { dispose: () => {}, pause: () => {}, time: () => at, chunk: () => 0, play, seek }
  },
  disconnectSound: (live: { playback: unknown; voices: unknown }) => {
    live.playback = null
    live.voices = null
  },
}))

const at = 3
const play = vi.fn()
const seek = vi.fn()

type Opening = {
  file: SongFile
  /** It came with a Song. */
  stored: boolean
  settings: SongSettings
  events: AnalysisEvents
  cut: () => void
  finish: () => void
  fail: (error: unknown) => void
}
const openings: Opening[] = []
const lengths: Record<string, number> = { 'a.mp3': 20, 'b.mp3': 30, 'c.mp3': 40 }

vi.mock('../../src/open-song.ts', () => ({
  sentenceFor: (error: Error) => error.message,
  readSound: async (file: SongFile) => ({
    file,
    store: {},
    title: file.name,
    tags: {},
    source: { sha256: file.name },
    fill: async () => {},
    ...(file.name.endsWith('.songwalk') ? { song: {} } : {}),
  }),
  analyzeSound: (
    { file }: Sound,
    settings: SongSettings,
    events: AnalysisEvents,
    signal: AbortSignal,
    stored: Song | undefined,
  ) =>
    new Promise<Analysis>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
      const count = settings.slicing === 'grid' ? 5 : (lengths[file.name] ?? 10)
      const chunks = someChunks(count).map((chunk) => ({ ...chunk, position: [0, 0, 0] }))
      const song = { title: file.name, chunks, settings, source: { duration: chunks.at(-1)?.end } } as unknown as Song
      openings.push({
        file,
        stored: stored !== undefined,
        settings,
        events,
        cut: () => events.onOutline?.(chunks),
        finish: () => resolve({ song, stills: [new Float32Array(count * 3)], mapStills: [], spectrum: null }),
        fail: reject,
      })
    }),
}))

const file = (name: string): SongFile => ({ name, blob: new Blob() })
/** Everything that promises had to do is done. */
const calm = () => new Promise((resolve) => setTimeout(resolve))

let session: ReturnType<typeof createSession>
const begin = async (name: string): Promise<Opening> => {
  void session.open(file(name))
  await calm()
  return openings.at(-1) as Opening
}
const opened = async (name: string) => {
  const opening = await begin(name)
  opening.cut()
  opening.finish()
  await calm()
}
const room = () => {
  const { title, phase, error, outline, song } = session.store.getState()
  return { title, phase, error, chunks: outline.length, boxes: session.live.count, ready: song !== null }
}

beforeEach(() => {
  openings.length = 0
  session = createSession()
})

test('a song opens: boxes as soon as it is cut, ready when its form is there', async () => {
  const opening = await begin('a.mp3')
  expect(room()).toMatchObject({ phase: 'decoding', boxes: 0 })
  opening.events.onProgress?.('features', 0.5)
  opening.cut()
  expect(room()).toMatchObject({ phase: 'analyzing', boxes: 20, chunks: 20, title: 'a.mp3', ready: false })
  expect(session.live.form.running).toBe(true)
  opening.finish()
  await calm()
  expect(room()).toEqual({ title: 'a.mp3', phase: 'ready', error: null, chunks: 20, boxes: 20, ready: true })
})

const wholeA = { title: 'a.mp3', phase: 'ready', chunks: 20, boxes: 20, ready: true }
const failures: [string, (opening: Opening) => void][] = [
  ['before it is cut', (opening) => opening.fail(new SongError('No.'))],
  [
    'after it was cut',
    (opening) => {
      opening.cut()
      opening.fail(new SongError('No.'))
    },
  ],
]

describe.each(failures)('a file that fails %s', (_, fail) => {
  test('leaves the open song open and says why', async () => {
    await opened('a.mp3')
    fail(await begin('b.mp3'))
    await calm()
    expect(room()).toEqual({ ...wholeA, error: 'No.' })
  })

  test('without an open song leaves an empty room and says why', async () => {
    fail(await begin('b.mp3'))
    await calm()
    expect(room()).toEqual({ title: '', phase: 'error', error: 'No.', chunks: 0, boxes: 0, ready: false })
    expect(session.live.playback).toBeNull()
  })

  test('after another was given up half-way leaves the open song open, not the half one', async () => {
    await opened('a.mp3')
    const half = await begin('b.mp3')
    half.cut()
    expect(room()).toMatchObject({ boxes: 30 })
    fail(await begin('c.mp3'))
    await calm()
    expect(room()).toEqual({ ...wholeA, error: 'No.' })
  })
})

describe('cancel', () => {
  test('brings the open song back', async () => {
    await opened('a.mp3')
    const opening = await begin('b.mp3')
    opening.cut()
    session.cancel()
    await calm()
    expect(room()).toEqual({ ...wholeA, error: null })
  })

  test('with nothing open leaves an empty room, boxes and all', async () => {
    const opening = await begin('b.mp3')
    opening.cut()
    session.cancel()
    await calm()
    expect(room()).toEqual({ title: '', phase: 'empty', error: null, chunks: 0, boxes: 0, ready: false })
    expect(session.live.playback).toBeNull()
  })
})

test('of two files chosen quickly the later one wins, whatever comes late from the first', async () => {
  const first = await begin('b.mp3')
  const second = await begin('c.mp3')
  second.cut()
  first.events.onProgress?.('features', 0.9)
  first.cut()
  first.events.onForm?.(new Float32Array(90), 10, 500)
  first.finish()
  await calm()
  expect(room()).toMatchObject({ title: 'c.mp3', boxes: 40 })
  expect(session.live.form.stills).toHaveLength(0)
  second.finish()
  await calm()
  expect(room()).toMatchObject({ title: 'c.mp3', boxes: 40, phase: 'ready' })
})

test('a file still on its way is shown as coming, can be cancelled, and is overtaken by a later one', async () => {
  let arrive = (_: SongFile) => {}
  const slow = new Promise<SongFile>((resolve) => {
    arrive = resolve
  })
  void session.open(slow)
  await calm()
  expect(room()).toMatchObject({ phase: 'decoding' })
  await opened('a.mp3')
  arrive(file('b.mp3'))
  await calm()
  expect(room()).toEqual({ ...wholeA, error: null })
  void session.open(Promise.reject(new SongError('It could not be loaded.')))
  await calm()
  expect(room()).toEqual({ ...wholeA, error: 'It could not be loaded.' })
})

test('a box in the hand is let go when another song comes', async () => {
  await opened('a.mp3')
  session.store.setState({ held: 4 })
  session.live.carry.chunk = 4
  await opened('b.mp3')
  expect(session.store.getState().held).toBeNull()
  expect(session.live.carry.chunk).toBe(-1)
})

describe('other settings', () => {
  const change = async (settings: Partial<SongSettings>) => {
    void session.applySettings(settings)
    await calm()
    return openings.at(-1) as Opening
  }

  test('make another form of the same sound: boxes start where the old ones hang, the music goes on', async () => {
    await opened('a.mp3')
    session.live.home.fill(0.5)
    session.store.setState({ playing: true })
    const again = await change({ preset: 'timbre' })
    expect(again.settings).toEqual({ ...defaultSettings, preset: 'timbre' })
    again.cut()
    expect(session.live.form.origin).toEqual(new Float32Array(60).fill(0.5))
    expect(seek).toHaveBeenLastCalledWith(at)
    expect(play).toHaveBeenCalledOnce()
    again.finish()
    await calm()
    expect(room()).toEqual({ ...wholeA, error: null })
    expect(session.store.getState().settings.preset).toBe('timbre')
  })

  test('with other cuts, each box starts from the one that sounded in its middle', async () => {
    await opened('a.mp3')
    for (let i = 0; i < 20; i++) session.live.home.fill(i, i * 3, i * 3 + 3)
    const again = await change({ slicing: 'grid' })
    again.cut()
    expect(room()).toMatchObject({ boxes: 5, title: 'a.mp3' })
    const { origin } = session.live.form
    expect([0, 3, 6, 9, 12].map((j) => origin?.[j])).toEqual([0, 1, 2, 3, 4])
  })

  test('that fail or are cancelled bring the old form and the old settings back', async () => {
    await opened('a.mp3')
    const again = await change({ slicing: 'grid' })
    again.cut()
    again.fail(new SongError('No.'))
    await calm()
    expect(room()).toEqual({ ...wholeA, error: 'No.' })
    expect(session.store.getState().settings).toEqual(defaultSettings)
    ;(await change({ slicing: 'grid' })).cut()
    session.cancel()
    await calm()
    expect(room()).toEqual({ ...wholeA, error: null })
    expect(session.store.getState().settings).toEqual(defaultSettings)
  })

  test('while a song is being read are those it is analyzed with', async () => {
    let arrive = (_: SongFile) => {}
    void session.open(
      new Promise<SongFile>((resolve) => {
        arrive = resolve
      }),
    )
    await session.applySettings({ preset: 'harmony' })
    arrive(file('a.mp3'))
    await calm()
    expect(openings).toHaveLength(1)
    expect(openings[0]?.settings.preset).toBe('harmony')
  })

  test('while a song is being analyzed begin its analysis anew, and do not bring the former song back', async () => {
    await opened('a.mp3')
    ;(await begin('b.mp3')).cut()
    session.live.home.fill(0.5)
    const again = await change({ preset: 'timbre' })
    expect(again.file.name).toBe('b.mp3')
    again.cut()
    expect(session.live.form.origin).toEqual(new Float32Array(90).fill(0.5))
    again.finish()
    await calm()
    expect(room()).toMatchObject({ title: 'b.mp3', phase: 'ready', chunks: 30, ready: true })
    expect(session.store.getState().song?.settings.preset).toBe('timbre')
  })

  test('before the new song is cut do not take the former one’s boxes for its own', async () => {
    await opened('a.mp3')
    await begin('b.mp3')
    ;(await change({ preset: 'timbre' })).cut()
    expect(session.live.form.origin).toBeNull()
  })

  test('keep the selection: the chunk that sounds in the middle of the selected one', async () => {
    await opened('a.mp3')
    session.actions.select(7)
    ;(await change({ preset: 'timbre' })).cut()
    expect(session.store.getState().selected).toBe(7)
    const whole = session.store.getState().outline
    const joined = whole
      .filter((_, i) => i % 2 === 0)
      .map((chunk, i) => ({ ...chunk, end: whole[2 * i + 1]?.end ?? 0 }))
    ;(await change({ slicing: 'beats' })).events.onOutline?.(joined)
    expect(session.store.getState().selected).toBe(3)
  })

  test('ask for a new analysis of a song that came with one', async () => {
    expect((await begin('kept.songwalk')).stored).toBe(true)
    openings.at(-1)?.cut()
    openings.at(-1)?.finish()
    await calm()
    expect((await change({ slicing: 'grid' })).stored).toBe(false)
  })

  test('without a song are kept for the next one', async () => {
    await session.applySettings({ preset: 'harmony' })
    expect((await begin('a.mp3')).settings.preset).toBe('harmony')
  })
})
