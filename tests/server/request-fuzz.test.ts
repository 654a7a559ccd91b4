import { once } from 'node:events'
import { connect } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createHeartbeat, createVisit, openServer, POLL_OPTIONS, SECRET_TEXT, SONG_KEY } from './open-server.ts'

/** The answer to raw bytes; fetch and http.request would normalize the request. */
async function say(url: string, bytes: string | Uint8Array): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let answer = ''
  socket.setEncoding('latin1').on('data', (data) => {
    answer += data
  })
  socket.on('error', () => {})
  socket.end(bytes)
  await once(socket, 'close')
  return answer
}

/** Expects no status 500, and no text from outside the site. */
function expectHarmless(answer: string): void {
  for (const [, status] of answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)) expect(Number(status)).toBeLessThan(500)
  expect(answer).not.toContain(SECRET_TEXT)
  expect(answer).not.toContain('root:')
}

const line = (path: string, headers = '') =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`

describe('requests of any form', () => {
  test('any path: no file outside the site is served, and no answer is 500', async () => {
    const { url } = await openServer()
    const part = fc.constantFrom(
      ...['..', '.', '%2e%2e', '%2E.', '..%2f', '%252e%252e', '..\\', '%5c..%5c', '%00', '\0', '//', '%', '%zz', '%ff'],
      ...['secret.txt', '.env', 'unlisted.txt', 'out.txt', 'site', 'assets', 'songs', 'index.html', 'etc', 'passwd'],
      ...['.hidden.js', 'api', 'visits', 'staff', 'data', 'LOCK', 'live', 'health', '?', '#', ';', '~', ':', 'é', '*'],
    )
    const path = fc.oneof(
      fc.array(part, { maxLength: 8 }).map((parts) => `/${parts.join('/')}`),
      fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
      fc.string({ maxLength: 60 }),
      fc.constant(`/${'a'.repeat(20_000)}`),
      fc.constantFrom('http://evil.example/', 'file:///etc/passwd', '*', '/../../../../etc/passwd', '\\\\host\\share'),
    )
    await fc.assert(
      fc.asyncProperty(path, async (path) => expectHarmless(await say(url, line(path)))),
      { numRuns: 250 },
    )
  })

  test('any headers and methods: no answer is 500', async () => {
    const { url } = await openServer()
    const name = fc.constantFrom(
      ...['Host', 'Origin', 'Range', 'If-None-Match', 'If-Range', 'Accept-Encoding', 'Content-Length', 'Cookie'],
      ...[
        'Transfer-Encoding',
        'Upgrade',
        'Connection',
        'Sec-WebSocket-Key',
        'Sec-Fetch-Site',
        'Content-Type',
        'Expect',
      ],
    )
    const value = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.constantFrom('bytes=0-1', 'bytes=-9,2-', 'bytes=9-1', 'br;q=0', '*', 'chunked', 'websocket', '100-continue'),
      fc.constantFrom('songwalk-staff=%', 'a=b;;=', 'gzip, gzip', '-1', '99999999999', 'http://[', 'application/json'),
    )
    const headers = fc.array(
      fc.tuple(name, value).map(([name, value]) => `${name}: ${value}\r\n`),
      { maxLength: 5 },
    )
    const start = fc.constantFrom(
      'GET /',
      'HEAD /',
      `GET /songs/${SONG_KEY}.songwalk`,
      'GET /api/counts',
      'OPTIONS *',
      'TRACE /',
    )
    const other = fc.constantFrom(
      'POST /api/visits',
      'PUT /x',
      'DELETE /',
      'GET /live?role=piece',
      'CONNECT a:1',
      'PRI *',
    )
    await fc.assert(
      fc.asyncProperty(fc.oneof(start, other), headers, async (start, headers) => {
        const host = headers.some((header) => header.startsWith('Host')) ? '' : 'Host: localhost\r\n'
        expectHarmless(await say(url, `${start} HTTP/1.1\r\n${host}${headers.join('')}Connection: close\r\n\r\n{}`))
      }),
      { numRuns: 250 },
    )
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => expectHarmless(await say(url, bytes))),
      { numRuns: 100 },
    )
  })

  test('any body: no answer is 500, and no invalid visit is counted', async () => {
    const { url, get } = await openServer()
    const route = fc.constantFrom('heartbeat', 'visits', 'staff/enter', 'staff/leave')
    const odd = fc.constantFrom(
      '{"__proto__":{"x":1}}',
      '{"constructor":{"prototype":1}}',
      `${'['.repeat(5000)}`,
      '\ufeff{}',
      '',
    )
    const almost = fc
      .record({
        field: fc.constantFrom('receipt', 'began', 'length', 'songs', 'modes', 'language'),
        wrong: fc.jsonValue(),
      })
      .map(({ field, wrong }) => JSON.stringify([{ ...createVisit(1), [field]: wrong }]))
    const pulse = fc
      .record({ field: fc.constantFrom('device', 'role', 'fps', 'faults', 'song'), wrong: fc.jsonValue() })
      .map(({ field, wrong }) => JSON.stringify(createHeartbeat('hall', { [field]: wrong })))
    await fc.assert(
      fc.asyncProperty(route, fc.oneof(odd, almost, pulse, fc.json(), fc.string()), async (route, body) => {
        const answer = await fetch(`${url}api/${route}`, {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json' },
        })
        await answer.arrayBuffer()
        expect(answer.status).toBeLessThan(500)
      }),
      { numRuns: 250 },
    )
    const health = await (await get('health')).json()
    expect(health.errors).toMatchObject({ 'answer-failed': 0, 'counts-failed': 0 })
    // At most one valid record could result from these bodies.
    expect(health.visits).toBeLessThanOrEqual(1)
    expect(health.clients.every(({ fps }: { fps: unknown }) => typeof fps === 'number')).toBe(true)
  })
})

test('500 clients at once are all served, and no connection stays open', async () => {
  const { url, post, get } = await openServer()
  const watching = await Promise.all(
    Array.from({ length: 500 }, async () => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}live?role=spectator`)
      await once(socket, 'open')
      return socket
    }),
  )
  const statuses = await Promise.all(
    Array.from({ length: 500 }, async (_, i) => {
      const answers = [
        await get('assets/main-1a2b3c.js'),
        await post('api/heartbeat', createHeartbeat(`tab-${i}`)),
        await post('api/visits', [createVisit(i)]),
      ]
      for (const answer of answers) await answer.arrayBuffer()
      return answers.map(({ status }) => status).join()
    }),
  )
  expect(new Set(statuses)).toEqual(new Set(['200,200,204']))
  const during = await (await get('health')).json()
  expect([during.visits, during.clients.length, during.live.spectator]).toEqual([500, 200, 500])
  for (const socket of watching) socket.close()
  await expect.poll(async () => (await (await get('health')).json()).live.spectator, POLL_OPTIONS).toBe(0)
})
