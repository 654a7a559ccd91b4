import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { OperatorError } from '../../server/operator-error.ts'
import { serveSite } from '../../server/serve-site.ts'
import { normalizePath } from '../../server/site-files.ts'
import {
  createHeartbeat,
  createTestFolder,
  openServer,
  POLL_OPTIONS,
  SECRET_TEXT,
  SONG_KEY,
  writeRelease,
  writeSite,
} from './open-server.ts'

describe('files of the site', () => {
  test('have content types and cache lifetimes', async () => {
    const { get } = await openServer()
    const seen = async (path: string) => {
      const { status, headers } = await get(path)
      return [status, headers.get('content-type'), headers.get('cache-control')]
    }
    const forever = 'public, max-age=31536000, immutable'
    expect(await seen('')).toEqual([200, 'text/html; charset=utf-8', 'no-cache'])
    expect(await seen('spectator.html')).toEqual([200, 'text/html; charset=utf-8', 'no-cache'])
    expect(await seen('sw.js')).toEqual([200, 'text/javascript; charset=utf-8', 'no-cache'])
    expect(await seen('exhibit.json')).toEqual([200, 'application/json; charset=utf-8', 'no-cache'])
    expect(await seen('release.json')).toEqual([200, 'application/json; charset=utf-8', 'no-cache'])
    expect(await seen('site.webmanifest')).toEqual([200, 'application/manifest+json; charset=utf-8', 'no-cache'])
    expect(await seen('xr-profiles/left.glb')).toEqual([200, 'model/gltf-binary', 'no-cache'])
    expect(await seen('assets/main-1a2b3c.js')).toEqual([200, 'text/javascript; charset=utf-8', forever])
    expect(await seen('assets/kernel.wasm')).toEqual([200, 'application/wasm', forever])
    expect(await seen(`songs/${SONG_KEY}.songwalk`)).toEqual([200, 'application/zip', forever])
  })

  test('have security headers that allow only what the exhibit needs', async () => {
    const { headers } = await (await openServer()).get('')
    expect(headers.get('content-security-policy')?.split(';')).toEqual([
      "default-src 'self'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' blob: data:",
      "media-src 'self' blob:",
      "worker-src 'self' blob:",
      "connect-src 'self' blob: data:",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'none'",
    ])
    expect(Object.fromEntries(headers)).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'permissions-policy': expect.stringMatching(/xr-spatial-tracking=\(self\).*camera=\(\).*microphone=\(\)/),
    })
    expect(headers.get('strict-transport-security')).toBeNull()
  })

  test('without a compressed variant are compressed while they are sent', async () => {
    const { url, get } = await openServer()
    const script = await get('assets/main-1a2b3c.js', { headers: { 'accept-encoding': 'br' } })
    expect(script.headers.get('content-encoding')).toBe('br')
    expect(script.headers.get('vary')).toContain('accept-encoding')
    expect((await script.text()).length).toBe(9022)
    const head = await fetch(`${url}assets/main-1a2b3c.js`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['GZIP;q=0.5, br;q=0', 'gzip'],
    ['br ; q=0.0, gzip; q=0', null],
    ['identity', null],
  ])('are sent to a browser that accepts “%s” with content encoding %s', async (accepted, encoding) => {
    const text = 'export const text = 1'
    const site = await writeSite(await createTestFolder(), { 'assets/text-1.js': text })
    await writeFile(join(site, 'assets/text-1.js.br'), brotliCompressSync(`${text} // br`))
    await writeFile(join(site, 'assets/text-1.js.gz'), gzipSync(`${text} // gzip`))
    await writeRelease(site)
    const { get } = await openServer({ siteFolder: site })
    const answer = await get('assets/text-1.js', { headers: { 'accept-encoding': accepted } })
    const { headers } = answer
    expect(headers.get('content-encoding')).toBe(encoding)
    expect(headers.get('content-type')).toMatch(/^(text|application)\/javascript; charset=utf-8$/)
    expect(headers.get('vary')).toContain('accept-encoding')
    expect(headers.get('etag')).toMatch(/^W\/"[0-9a-f]{20}"$/)
    expect(await answer.text()).toBe(encoding ? `${text} // ${encoding}` : text)
  })

  test('are sent in parts only if they are songs, which are not compressed', async () => {
    const { get } = await openServer()
    const path = `songs/${SONG_KEY}.songwalk`
    const part = await get(path, { headers: { 'accept-encoding': 'br', range: 'bytes=1-3' } })
    expect([part.status, part.headers.get('content-encoding'), await part.text()]).toEqual([206, null, 'KPK'])
    const stale = await get(path, { headers: { range: 'bytes=1-3', 'if-range': '"another"' } })
    expect([stale.status, (await stale.arrayBuffer()).byteLength]).toEqual([200, 10_000])
    expect((await get(path, { headers: { range: 'bytes=99999-' } })).status).toBe(416)
    const script = await get('assets/main-1a2b3c.js', { headers: { range: 'bytes=1-3' } })
    expect(script.status).toBe(200)
    await script.text()
  })

  test('that the browser has are answered with 304 until there is another build', async () => {
    const { get, site, folder } = await openServer()
    const first = await get('')
    const tag = first.headers.get('etag') ?? ''
    expect((await get('', { headers: { 'if-none-match': `"x", ${tag}` } })).status).toBe(304)
    // A second build with files of the same size and time replaces the first.
    await rename(site, join(folder, 'old'))
    await mkdir(site)
    await writeFile(join(site, 'index.html'), '<!doctype html><title>eno</title>')
    await writeFile(join(site, 'new.txt'), 'new')
    await writeRelease(site)
    await expect.poll(async () => (await get('new.txt')).status, POLL_OPTIONS).toBe(200)
    const next = await get('', { headers: { 'if-none-match': tag } })
    expect([next.status, await next.text()]).toEqual([200, '<!doctype html><title>eno</title>'])
    expect((await get('spectator.html')).status).toBe(404)
  })

  test('that are hidden, outside the site or not in release.json are not served', async () => {
    const { get } = await openServer()
    for (const path of ['.env', 'out.txt', 'unlisted.txt', 'assets/.hidden.js', 'assets', 'assets/', '../secret.txt'])
      expect([path, (await get(path)).status]).toEqual([path, 404])
  })

  test('of a site without release.json are all that are inside it and not hidden', async () => {
    const site = await writeSite(await createTestFolder())
    await rm(join(site, 'release.json'))
    const { get } = await openServer({ siteFolder: site })
    expect((await get('unlisted.txt')).status).toBe(200)
    for (const path of ['.env', 'out.txt', 'assets/.hidden.js', 'assets']) {
      const answer = await get(path)
      expect([answer.status, (await answer.text()).includes(SECRET_TEXT)]).toEqual([404, false])
    }
  })

  test.each([
    ['', 'index.html'],
    ['a/b.js', 'a/b.js'],
    ['a//b', null],
    ['/a', null],
    ['a/', null],
    ['./a', null],
    ['a/../b', null],
    ['..\\a', null],
    ['a\0', null],
    ['C:a', null],
    ['.git/config', null],
  ])('the URL path %j is the file %j', (path, plain) => expect(normalizePath(path)).toBe(plain))
})

describe('the origin check', () => {
  /** fetch sets neither Host nor Origin. */
  const ask = (url: string, method: string, headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const body = method === 'POST' ? JSON.stringify(createHeartbeat('hall')) : ''
      request(url, { method, headers: { 'content-type': 'application/json', ...headers } }, (answer) => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      })
        .on('error', reject)
        .end(body)
    })

  test('accepts the names and addresses of the server', async () => {
    const { url } = await openServer({ names: ['Museum.example'] })
    for (const host of ['localhost', 'localhost:1', '127.0.0.1:8443', '[::1]:1', 'museum.example', 'MUSEUM.example:2'])
      expect([host, await ask(url, 'GET', { host })]).toEqual([host, 200])
    for (const host of ['evil.example', 'localhost.evil.example', 'x@localhost', 'localhost/x', 'a b', '%6cocalhost'])
      expect([host, (await ask(url, 'GET', { host })) >= 400]).toEqual([host, true])
  })

  test('refuses POST requests from pages of other origins', async () => {
    const { url } = await openServer()
    const { host, origin } = new URL(url)
    const send = (headers: Record<string, string>) => ask(`${url}api/heartbeat`, 'POST', { host, ...headers })
    expect(await send({})).toBe(200)
    expect(await send({ origin, 'sec-fetch-site': 'same-origin' })).toBe(200)
    expect(await send({ origin: 'http://evil.example' })).toBe(403)
    expect(await send({ origin: 'null' })).toBe(403)
    expect(await send({ origin, 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await send({ 'content-type': 'text/plain' })).toBe(415)
    expect(await send({ 'content-type': 'application/x-www-form-urlencoded' })).toBe(415)
  })
})

describe('the server refuses to start', () => {
  const start = async (options: object) => {
    const folder = await createTestFolder()
    return serveSite({
      siteFolder: folder,
      dataFolder: join(folder, 'data'),
      port: 0,
      logFormat: 'silent',
      handleSignals: false,
      ...options,
    })
  }

  test('for the whole network without HTTPS', async () => {
    await expect(start({ host: '0.0.0.0' })).rejects.toThrow(OperatorError)
    await expect(start({ host: '0.0.0.0' })).rejects.toThrow('Without HTTPS only this computer')
  })

  test('at a port that is taken', async () => {
    const { url } = await openServer()
    const { port } = new URL(url)
    await expect(start({ port: Number(port) })).rejects.toThrow(`Port ${port} is taken`)
  })

  test('at an address of another computer', async () => {
    await expect(start({ host: '192.0.2.1', https: 'own' })).rejects.toThrow('not an address of this computer')
  })
})
