import { once } from 'node:events'
import { readdir, readFile, rm } from 'node:fs/promises'
import { get as httpsGet } from 'node:https'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Heartbeat } from '../../protocol/health.ts'
import { createDeviceRegistry } from '../../server/device-registry.ts'
import { createHeartbeat, openServer, SONG_KEY } from './open-server.ts'

test('health reports the site, its devices and their faults', async () => {
  const { post, get, site } = await openServer()
  await post('api/heartbeat', createHeartbeat('hall', { faults: { 'webgl-lost': 2, reloaded: 1 } }))
  await post('api/heartbeat', createHeartbeat('wall', { role: 'spectator', song: null }))
  const answer = await get('health')
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    uptime: expect.any(Number),
    exhibit: { title: 'Probe', version: expect.any(String), songs: 1 },
    clients: [
      {
        device: 'hall',
        role: 'piece',
        fps: 72,
        qualityStep: 2,
        song: SONG_KEY,
        scene: 'free',
        faults: { 'webgl-lost': 2, reloaded: 1 },
      },
      { device: 'wall', role: 'spectator', song: null, lastHeartbeatAt: expect.stringMatching(/^\d{4}-.*Z$/) },
    ],
    errors: { 'answer-failed': 0 },
    visits: 0,
    live: { piece: 0, spectator: 0 },
  })
  await rm(join(site, 'index.html'))
  const down = await get('health')
  expect([down.status, (await down.json()).status]).toEqual([503, 'down'])
})

test('health with ?device reports that device as down when it is silent', async () => {
  const { post, get } = await openServer()
  await post('api/heartbeat', createHeartbeat('hall'))
  expect((await get('health?device=hall&within=60')).status).toBe(200)
  expect((await get('health?device=hall&role=piece')).status).toBe(200)
  expect((await get('health?device=hall&role=spectator')).status).toBe(503)
  const missing = await get('health?device=cellar&within=30')
  expect([missing.status, (await missing.json()).reasons[0]]).toEqual([503, '“cellar” has sent no heartbeat for 30 s.'])
  for (const query of ['within=abc', 'within=-1', 'role=x', 'device=a&device=b'])
    expect([query, (await get(`health?${query}`)).status]).toEqual([query, 400])
})

test('devices that were silent for a day are removed, and of more than 200 the oldest', () => {
  let now = 0
  const clients = createDeviceRegistry(() => now)
  const names = () => clients.list().map(({ device }) => device)
  for (let i = 0; i < 250; i++) clients.recordHeartbeat(createHeartbeat(`d${String(i).padStart(3, '0')}`) as Heartbeat)
  expect([names().length, names()[0]]).toEqual([200, 'd050'])
  now = 3_600_000
  clients.recordHeartbeat(createHeartbeat('d100') as Heartbeat)
  expect(clients.list().find(({ device }) => device === 'd100')?.lastHeartbeat).toBe(0)
  now = 86_400_000
  expect(names()).toEqual(['d100'])
})

test('metrics have a limited number of labels', async () => {
  const { post, get } = await openServer()
  await post('api/heartbeat', createHeartbeat('hall'))
  for (let i = 0; i < 20; i++) await get(`nothing/here-${i}?x=${i}`)
  const answer = await get('metrics')
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4')
  const text = await answer.text()
  expect(text).toContain('songwalk_client_fps{device="hall",role="piece"} 72')
  expect(text).toContain('songwalk_client_quality_step{device="hall",role="piece"} 2')
  expect(text).toContain('songwalk_client_faults{device="hall",role="piece",kind="webgl-lost"} 1')
  expect(text).toMatch(/songwalk_http_request_duration_seconds_count\{method="GET",route="none",status="404"\} 20/)
  expect(text).toContain('process_resident_memory_bytes')
  expect(text).not.toContain('here-1')
})

test('the log is JSON without addresses and browsers', async () => {
  const { post, get, data, close } = await openServer()
  await get('', { headers: { 'user-agent': 'Somebody/1.0', referer: 'http://localhost/private' } })
  await post('api/staff/enter', { pin: '9999' })
  await close()
  const [name] = await readdir(join(data, 'logs'))
  const text = await readFile(join(data, 'logs', name as string), 'utf8')
  const messages = text
    .trim()
    .split('\n')
    .map((one) => JSON.parse(one).msg)
  expect(messages).toEqual(
    expect.arrayContaining(['the server is open', 'a wrong PIN was entered', 'the server has closed']),
  )
  for (const private_ of ['Somebody', 'private', '9999', '"ip"', 'remoteAddress']) expect(text).not.toContain(private_)
  expect(text.replaceAll('http://127.0.0.1', '')).not.toContain('127.0.0.1')
})

test('with a self-signed certificate the server is open over HTTPS, and on localhost over HTTP', async () => {
  const { url, localUrl, data } = await openServer({ https: 'own', localPort: 0 })
  expect(url).toMatch(/^https:\/\/localhost:\d+\/$/)
  const ca = await readFile(join(data, 'certificate/certificate.pem'), 'utf8')
  const seen = await new Promise((resolve, reject) => {
    httpsGet(url, { ca, agent: false }, (answer) => resolve(answer.resume().statusCode)).on('error', reject)
  })
  expect(seen).toBe(200)
  const address = `${localUrl}`.replace('http', 'ws')
  expect((await fetch(`${localUrl}`)).status).toBe(200)
  const [piece, spectator] = ['piece', 'spectator'].map((role) => new WebSocket(`${address}live?role=${role}`))
  await Promise.all([once(piece as WebSocket, 'open'), once(spectator as WebSocket, 'open')])
  expect((await (await fetch(`${localUrl}health`)).json()).live).toEqual({ piece: 1, spectator: 1 })
})
