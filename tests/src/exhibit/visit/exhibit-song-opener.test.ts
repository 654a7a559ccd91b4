import { beforeEach, describe, expect, test, vi } from 'vitest'
import { WorkerCrashError } from '../../../../audio/start-worker.ts'
import { createExhibitSongOpener } from '../../../../src/exhibit/visit/exhibit-song-opener.ts'
import { createFaultCounter } from '../../../../src/kiosk/fault-counter.ts'
import type { Session } from '../../../../src/session/session.ts'

const createSong = (name: string) => ({
  key: name.repeat(16),
  file: `songs/${name}.songwalk`,
  title: name,
  artist: '',
  credit: '',
  duration: 1,
  chunks: 1,
})
const a = createSong('a')
const b = createSong('b')

/** What the server has, and how opening it ends. */
let files: Record<string, 'good' | 'bad' | 'crash' | 'late'>
let requests: string[]
let faults: ReturnType<typeof createFaultCounter>
let openSong: ReturnType<typeof createExhibitSongOpener>

const session: Parameters<typeof createExhibitSongOpener>[0] = {
  store: { getState: () => ({}) as ReturnType<Session['store']['getState']> },
  open: async (file) => {
    const songFile = await Promise.resolve(file).catch((error: unknown) => ({ error }))
    if ('error' in songFile) return { type: 'failed', error: songFile.error }
    const kind = await songFile.blob.text()
    if (kind === 'late') await new Promise(() => {})
    if (kind === 'good') return { type: 'opened' }
    const cause = kind === 'crash' ? new WorkerCrashError('crashed') : undefined
    return { type: 'failed', error: new Error('not a song', { cause }) }
  },
  cancel: () => {},
  setError: () => {},
}

beforeEach(() => {
  vi.useFakeTimers()
  files = {}
  requests = []
  faults = createFaultCounter(null)
  openSong = createExhibitSongOpener(session, faults)
  vi.stubGlobal('document', { baseURI: 'https://museum.local/' })
  vi.stubGlobal('window', { location: { search: '' } })
  vi.stubGlobal('fetch', async (url: URL, { cache }: RequestInit) => {
    const name = /(\w)\.songwalk/.exec(url.href)?.[1] ?? ''
    requests.push(`${name} ${cache}`)
    return files[name] ? new Response(files[name]) : new Response('', { status: 404 })
  })
  return () => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }
})

describe('createExhibitSongOpener', () => {
  test('a song that is there opens without a fault', async () => {
    files = { a: 'good' }
    expect(await openSong(a)).toBe(true)
    expect(faults.counts()).toEqual({})
  })

  test('a missing or broken song is requested again past all caches, and counted once until it opens', async () => {
    files = { b: 'bad' }
    for (const song of [a, b, a, b]) expect(await openSong(song)).toBe(false)
    expect(requests.slice(0, 4)).toEqual(['a default', 'a reload', 'b default', 'b reload'])
    expect(faults.counts()).toEqual({ 'song-missing': 1, 'song-broken': 1 })
    files = { b: 'good' }
    expect(await openSong(b)).toBe(true)
    files = {}
    expect(await openSong(b)).toBe(false)
    expect(faults.counts()).toEqual({ 'song-missing': 2, 'song-broken': 1 })
  })

  test('a crashed worker is no fault of the song; the crash itself is counted elsewhere', async () => {
    files = { a: 'crash' }
    expect(await openSong(a)).toBe(false)
    expect(requests).toEqual(['a default', 'a reload'])
    expect(faults.counts()).toEqual({})
  })

  test('a song whose worker never answers is canceled, at each attempt', async () => {
    files = { a: 'late' }
    const opening = openSong(a)
    await vi.advanceTimersByTimeAsync(130_000)
    expect(await opening).toBe(false)
    expect(faults.counts()).toEqual({ 'worker-crashed': 2 })
  })

  test('a superseded request is no fault', async () => {
    files = { b: 'good' }
    const first = openSong(a)
    expect(await openSong(b)).toBe(true)
    expect(await first).toBe(false)
    expect(faults.counts()).toEqual({})
  })
})
