import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SongError } from '../../../audio/song-error.ts'
import { fetchSongFile } from '../../../src/session/fetch-song-file.ts'

const fetched = vi.fn(async (_url: URL, _options: RequestInit) => new Response('bytes'))
beforeEach(() => {
  vi.stubGlobal('document', { baseURI: 'https://museum.example/walk/index.html' })
  vi.stubGlobal('location', { origin: 'https://museum.example' })
  vi.stubGlobal('fetch', fetched)
})
afterEach(() => {
  vi.unstubAllGlobals()
  fetched.mockClear()
})

test('a path on the page’s own server is fetched without redirects to other origins, and named after its last part', async () => {
  const file = await fetchSongFile('shows/To%20night.songwalk?v=2')
  expect(file.name).toBe('To night.songwalk')
  expect(await file.blob.text()).toBe('bytes')
  const [url, options] = fetched.mock.calls[0] as [URL, RequestInit]
  expect(url.href).toBe('https://museum.example/walk/shows/To%20night.songwalk?v=2')
  expect(options.mode).toBe('same-origin')
})

test.each([
  'https://other.example/a.songwalk',
  '//other.example/a.songwalk',
  'http://museum.example/a.songwalk',
  'https://museum.example:8443/a.songwalk',
  'https://museum.example@other.example/a.songwalk',
  '\\\\other.example\\a.songwalk',
  'data:application/zip,PK',
  'blob:https://other.example/1',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'https://',
])('%s is rejected without a request', async (address) => {
  await expect(fetchSongFile(address)).rejects.toThrow(/^A link can only open songs from this page’s own server/)
  expect(fetched).not.toHaveBeenCalled()
})

test('a file that cannot be fetched is named in the error, even if its name is badly encoded', async () => {
  fetched.mockResolvedValueOnce(new Response('', { status: 404 }))
  await expect(fetchSongFile('a.songwalk')).rejects.toThrow(/^“a\.songwalk” could not be loaded from the server/)
  for (let i = 0; i < 2; i++) fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'))
  await expect(fetchSongFile('%E0%A4.songwalk')).rejects.toThrow(SongError)
})

test.each([
  ['shows/50 % off? #1.songwalk', 'https://museum.example/walk/shows/50%20%25%20off%3F%20%231.songwalk'],
  ['100%25.songwalk', 'https://museum.example/walk/100%2525.songwalk'],
])('%s may be the plain name of a file', async (path, address) => {
  fetched.mockResolvedValueOnce(new Response('', { status: 404 }))
  await fetchSongFile(path)
  expect(fetched.mock.calls.at(-1)?.[0].href).toBe(address)
})

test('the name has its letters with their marks in one', async () => {
  expect((await fetchSongFile('Glu\u0308hwurm.songwalk')).name).toBe('Gl\u00fchwurm.songwalk')
})
