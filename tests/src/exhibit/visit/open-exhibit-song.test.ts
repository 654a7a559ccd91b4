import { beforeEach, describe, expect, test, vi } from 'vitest'
import { openExhibitSong } from '../../../../src/exhibit/visit/open-exhibit-song.ts'
import { createFaultCounter } from '../../../../src/kiosk/faults.ts'
import type { Session } from '../../../../src/session/session.ts'

const song = (name: string) => ({
  key: name.repeat(16),
  file: `songs/${name}.songwalk`,
  title: name,
  artist: '',
  credit: '',
  duration: 1,
  chunks: 1,
})
const a = song('a')
const b = song('b')

/** What the server has, and what becomes of it. */
let files: Record<string, 'good' | 'bad' | 'late'>
let asked: string[]
let session: Pick<Session, 'open' | 'currentSong' | 'cancel' | 'setError'>
let opened: { name: string } | null
let faults: ReturnType<typeof createFaultCounter>

beforeEach(() => {
  vi.useFakeTimers()
  files = {}
  asked = []
  opened = null
  faults = createFaultCounter(null)
  vi.stubGlobal('document', { baseURI: 'https://museum.local/' })
  vi.stubGlobal('window', { location: { search: '' } })
  vi.stubGlobal('fetch', async (url: URL, { cache }: RequestInit) => {
    const name = /(\w)\.songwalk/.exec(url.href)?.[1] ?? ''
    asked.push(`${name} ${cache}`)
    return files[name] ? new Response(files[name]) : new Response('', { status: 404 })
  })
  session = {
    open: async (file) => {
      const { name, blob } = await file
      const kind = await blob.text()
      if (kind === 'late') await new Promise(() => {})
      if (kind === 'good') opened = { name }
    },
    currentSong: () => opened as ReturnType<Session['currentSong']>,
    cancel: () => {},
    setError: () => {},
  }
  return () => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }
})

describe('a song', () => {
  test('that is there opens', async () => {
    files = { a: 'good' }
    expect(await openExhibitSong(session, a, faults)).toBe(true)
    expect(faults.counts()).toEqual({})
  })

  test('that is missing or broken is tried once more past all caches, and counted once until it opens', async () => {
    files = { b: 'bad' }
    for (const broken of [a, b, a, b]) expect(await openExhibitSong(session, broken, faults)).toBe(false)
    expect(asked.slice(0, 4)).toEqual(['a default', 'a reload', 'b default', 'b reload'])
    expect(faults.counts()).toEqual({ 'song-missing': 1, 'song-broken': 1 })
    files = { b: 'good' }
    expect(await openExhibitSong(session, b, faults)).toBe(true)
    files = {}
    expect(await openExhibitSong(session, b, faults)).toBe(false)
    expect(faults.counts()).toEqual({ 'song-missing': 2, 'song-broken': 1 })
  })

  test('whose worker never answers is given up', async () => {
    files = { a: 'late' }
    const opening = openExhibitSong(session, a, faults)
    await vi.advanceTimersByTimeAsync(130_000)
    expect(await opening).toBe(false)
    expect(faults.counts()).toEqual({ 'worker-crashed': 2 })
  })

  test('that another one has overtaken is no fault', async () => {
    files = { b: 'good' }
    const first = openExhibitSong(session, a, faults)
    expect(await openExhibitSong(session, b, faults)).toBe(true)
    expect(await first).toBe(false)
    expect(faults.counts()).toEqual({})
  })
})
