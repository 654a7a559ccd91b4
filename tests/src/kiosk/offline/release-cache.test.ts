import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  downloadRelease,
  findCachedFile,
  pruneReleases,
  type ReleaseCacheStorage,
  readReleaseState,
  writeReleaseState,
} from '../../../../src/kiosk/offline/release-cache.ts'
import { emptyReleaseState } from '../../../../src/kiosk/offline/release-state.ts'

const base = 'https://museum.local/piece/'

/** Caches in memory, of at most `room` entries together. */
function createShelf(): ReleaseCacheStorage & { room: number } {
  const caches = new Map<string, Map<string, Response>>()
  const shelf = {
    room: Number.POSITIVE_INFINITY,
    keys: async () => [...caches.keys()],
    delete: async (name: string) => caches.delete(name),
    open: async (name: string) => {
      const entries = caches.get(name) ?? new Map<string, Response>()
      caches.set(name, entries)
      return {
        match: async (url: string) => entries.get(url)?.clone(),
        put: async (url: string, response: Response) => {
          if (shelf.room-- <= 0) throw new DOMException('full', 'QuotaExceededError')
          entries.set(url, response)
        },
      } as unknown as Cache
    },
  }
  return shelf
}

const release = (version: string, files: Record<string, string>) => ({
  version,
  files: Object.entries(files).map(([path, text]) => ({
    path,
    bytes: Buffer.byteLength(text),
    sha256: createHash('sha256').update(text).digest('hex'),
  })),
})

let shelf: ReturnType<typeof createShelf>
let asked: string[]
/** The files of the server. */
let served: Record<string, string | number>
const get = async (url: string) => {
  const path = url.slice(base.length)
  asked.push(path)
  const body = served[path]
  if (body === undefined) throw new TypeError('Failed to fetch')
  const headers = { 'Content-Encoding': 'br', 'Content-Security-Policy': "default-src 'self'" }
  return typeof body === 'number' ? new Response('', { status: body }) : new Response(body, { headers })
}
const text = async (version: string, path: string) => (await findCachedFile(shelf, [version], base + path))?.text()

beforeEach(() => {
  shelf = createShelf()
  asked = []
  served = { 'index.html': 'page', 'a.js': 'script', 'songs/1.songwalk': 'song' }
})

describe('a downloaded release', () => {
  const one = release('1', { 'index.html': 'page', 'a.js': 'script', 'songs/1.songwalk': 'song' })

  test('is complete, with the server’s headers except those of the transfer', async () => {
    expect(await downloadRelease(one, shelf, base, get)).toBe('whole')
    const page = await findCachedFile(shelf, ['1'], `${base}index.html`)
    expect(page?.headers.get('content-security-policy')).toBe("default-src 'self'")
    expect(page?.headers.get('content-encoding')).toBeNull()
    expect(await page?.text()).toBe('page')
  })

  test('continues after an interruption', async () => {
    delete served['songs/1.songwalk']
    expect(await downloadRelease(one, shelf, base, get)).toBe('away')
    served['songs/1.songwalk'] = 'song'
    asked = []
    expect(await downloadRelease(one, shelf, base, get)).toBe('whole')
    expect(asked).toEqual(['songs/1.songwalk'])
  })

  test('copies songs from another version, but not pages and scripts, whose headers may change', async () => {
    await downloadRelease(one, shelf, base, get)
    asked = []
    const two = release('2', { 'index.html': 'page', 'a.js': 'other', 'songs/1.songwalk': 'song' })
    served['a.js'] = 'other'
    expect(await downloadRelease(two, shelf, base, get)).toBe('whole')
    expect(asked).toEqual(['index.html', 'a.js'])
    expect(await text('2', 'songs/1.songwalk')).toBe('song')
    expect(await text('1', 'a.js')).toBe('script')
  })

  test.each([
    ['a flipped byte', 'sonG', 'broken'],
    ['the end is missing', 'son', 'broken'],
    ['missing', 404, 'broken'],
    ['a server in trouble', 503, 'away'],
  ])('is refused if a file does not match: %s', async (_, body, outcome) => {
    served['songs/1.songwalk'] = body
    expect(await downloadRelease(one, shelf, base, get)).toBe(outcome)
    expect(await text('1', 'songs/1.songwalk')).toBeUndefined()
  })

  test('stops at a full disk', async () => {
    shelf.room = 2
    expect(await downloadRelease(one, shelf, base, get)).toBe('full')
    expect(await text('1', 'a.js')).toBe('script')
  })

  test('is deleted when it is no longer needed', async () => {
    await downloadRelease(one, shelf, base, get)
    await writeReleaseState(shelf, { ...emptyReleaseState, current: '2' })
    await pruneReleases(shelf, ['2'])
    expect(await text('1', 'index.html')).toBeUndefined()
    expect(await readReleaseState(shelf)).toEqual({ ...emptyReleaseState, current: '2' })
  })
})
