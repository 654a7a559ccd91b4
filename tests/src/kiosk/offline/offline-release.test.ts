import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseOfflineRelease, resolveReleaseFile } from '../../../../src/kiosk/offline/offline-release.ts'

const sha256 = 'a'.repeat(64)
const release = (paths: string[], version = '0123456789abcdef') =>
  JSON.stringify({ version, files: paths.map((path) => ({ path, bytes: 1, sha256 })) })

describe('release.json', () => {
  test('is kept without itself, the service worker and compressed variants', () => {
    const found = parseOfflineRelease(
      release(['assets/a-1.js', 'assets/a-1.js.br', 'index.html', 'index.html.gz', 'release.json', 'sw.js']),
    )
    expect(found?.files.map(({ path }) => path)).toEqual(['assets/a-1.js', 'index.html'])
  })

  test.each([
    ['half of it', release(['index.html']).slice(0, -5)],
    ['no page to start from', release(['assets/a.js'])],
    ['a path that leads out', release(['index.html', '../secret'])],
    ['a path from the root', release(['index.html', '/etc/passwd'])],
    ['another host', release(['index.html', 'https://example.org/x'])],
    ['a version that is no name', release(['index.html'], '../x')],
    ['a page instead', '<!doctype html>'],
    ['nothing', ''],
  ])('is refused: %s', (_, text) => {
    expect(parseOfflineRelease(text)).toBeNull()
  })

  test('has only paths inside the site', () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        const base = 'https://museum.local/piece/'
        for (const file of parseOfflineRelease(release(['index.html', path]))?.files ?? [])
          expect(new URL(file.path, base).href.startsWith(base)).toBe(true)
      }),
    )
  })
})

test.each([
  ['', true, 'index.html'],
  ['index.html', true, 'index.html'],
  ['anything', true, 'index.html'],
  ['spectator.html', true, 'spectator.html'],
  ['spectator', true, 'spectator.html'],
  ['deep/down', true, null],
  ['songs/a.songwalk', false, 'songs/a.songwalk'],
  ['api/heartbeat', false, null],
  ['live', false, null],
  ['health', true, null],
  ['metrics', true, null],
  ['sw.js', false, null],
  ['release.json', false, null],
])('a request for “%s” (a page: %s) is answered with %s', (path, navigation, file) => {
  expect(resolveReleaseFile(path, navigation)).toBe(file)
})
