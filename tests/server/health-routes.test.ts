import { once } from 'node:events'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { get as httpsGet } from 'node:https'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Heartbeat } from '../../protocol/health.ts'
import { createCertificate } from '../../server/certificate.ts'
import { createDeviceRegistry } from '../../server/device-registry.ts'
import { createHeartbeat, createTestFolder, ELSEWHERE, openServer, SONG_KEY } from './open-server.ts'

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

test('a device that says it is of no use is down, with its reason, and whether a restart may mend it', async () => {
  const { post, get } = await openServer()
  const look = async (query = '?device=hall') => {
    const answer = await get(`health${query}`)
    const { status, reasons, silent, restart } = await answer.json()
    return [answer.status, status, reasons, silent, restart]
  }
  const tell = (problems: string[], scene = 'attract') =>
    post('api/heartbeat', createHeartbeat('hall', { problems, scene }))
  const tellOutputs = (problems: string[]) => post('api/outputs', { device: 'hall', problems })
  expect(await look()).toEqual([503, 'down', ['“hall” has sent no heartbeat for 60 s.'], true, true])
  await tell([])
  expect(await look()).toEqual([200, 'ok', [], false, false])
  const noPicture = '“hall” cannot draw: its browser has no WebGL, or has lost it.'
  await tell(['no-webgl'])
  expect(await look()).toEqual([503, 'down', [noPicture], false, true])
  expect(await look('')).toEqual([200, 'degraded', [noPicture], undefined, undefined])
  // A closed piece draws, too.
  await tell(['no-webgl'], 'closed')
  expect((await look())[1]).toBe('down')
  // A screen that is off explains that there are no frames, and no restart brings it back.
  await tellOutputs(['no-screen'])
  await tell(['no-frames'])
  expect(await look()).toEqual([
    ...[503, 'down', ['No screen is connected to “hall”, or it is switched off.'], false, false],
  ])
  await tell(['no-frames'], 'closed')
  expect(await look()).toEqual([200, 'ok', [], false, false])
  await tellOutputs(['no-speaker'])
  await tell(['no-sound'])
  expect(await look()).toEqual([503, 'down', ['“hall” has no sound device.'], false, false])
  await tellOutputs([])
  await tell(['no-sound'])
  expect(await look()).toEqual([...[503, 'down', ['“hall” is silent: its browser gets no sound out.'], false, true]])
  // Tabs come and go.
  await tell([])
  await post('api/heartbeat', createHeartbeat('tab-1', { problems: ['crashed'] }))
  expect((await look(''))[1]).toBe('ok')
  const { clients } = await (await get('health')).json()
  expect(clients.map(({ problems }: { problems: string[] }) => problems)).toEqual([[], ['crashed']])
  expect(await (await get('metrics')).text()).toContain('songwalk_client_problems{device="tab-1",role="piece"} 1')
  expect((await tell(['no-hope'])).status).toBe(400)
  expect((await tellOutputs(['no-frames'])).status).toBe(400)
  expect((await post('api/outputs', { device: 'hall', problems: [] }, ELSEWHERE)).status).toBe(403)
})

test('what was told of a PC’s outputs ends when its watch does', () => {
  let now = 0
  const devices = createDeviceRegistry(() => now)
  const beat = () =>
    devices.recordHeartbeat(createHeartbeat('hall', { problems: ['no-frames'] }) as object as Heartbeat)
  const readProblems = () => devices.list()[0]?.problems
  devices.recordOutputs({ device: 'hall', problems: ['no-screen'] })
  beat()
  expect(readProblems()).toEqual(['no-screen'])
  now = 149_000
  expect(readProblems()).toEqual(['no-screen'])
  now = 151_000
  expect(readProblems()).toEqual(['no-frames'])
})

test('devices that were silent for a day are removed; of more than 200 none with a name makes room', () => {
  let now = 0
  const clients = createDeviceRegistry(() => now)
  const names = () => clients.list().map(({ device }) => device)
  const beat = (device: string) => clients.recordHeartbeat(createHeartbeat(device) as object as Heartbeat)
  beat('hall')
  for (let i = 0; i < 250; i++) beat(`d${String(i).padStart(3, '0')}`)
  expect([names().length, names().at(-1)]).toEqual([200, 'hall'])
  now = 3_600_000
  for (let i = 0; i < 250; i++) beat(`e${i}`)
  expect([names().length, names().at(-1)]).toEqual([200, 'hall'])
  beat('d100')
  expect(clients.list().find(({ device }) => device === 'd100')?.lastHeartbeat).toBe(0)
  now = 86_400_000
  expect(names()).toEqual(['d100'])
  // Tabs that were closed make room.
  for (let i = 0; i < 250; i++) beat(`tab-${i}`)
  now += 61_000
  beat('foyer')
  expect(names()).toContain('foyer')
  clients.forget('foyer')
  expect(names()).not.toContain('foyer')
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

test('an expired certificate from outside: the server opens with its own and on this computer, and says so', async () => {
  const folder = await createTestFolder()
  const { cert, key } = await createCertificate(['localhost'], new Date(Date.now() - 500 * 86_400_000))
  await writeFile(join(folder, 'cert.pem'), cert)
  await writeFile(join(folder, 'key.pem'), key)
  const https = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') }
  const { localUrl, data, url } = await openServer({ https, localPort: 0 })
  const health = await (await fetch(`${localUrl}health`)).json()
  expect([health.status, health.reasons]).toEqual(['degraded', [expect.stringContaining('expired on')]])
  const ca = await readFile(join(data, 'certificate/certificate.pem'), 'utf8')
  const status = await new Promise((resolve, reject) => {
    httpsGet(url, { ca, agent: false }, (answer) => resolve(answer.resume().statusCode)).on('error', reject)
  })
  expect(status).toBe(200)
})

test('a certificate from outside is asked for 30 days ahead', async () => {
  const folder = await createTestFolder()
  for (const [leftDays, reasons] of [
    [29.5, ['The certificate expires in 29 days; replace it by a new one.']],
    [31, []],
  ] as const) {
    const { cert, key } = await createCertificate(['localhost'], new Date(Date.now() - (390 - leftDays) * 86_400_000))
    await writeFile(join(folder, 'cert.pem'), cert)
    await writeFile(join(folder, 'key.pem'), key)
    const https = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') }
    const { localUrl } = await openServer({ https, localPort: 0 })
    expect((await (await fetch(`${localUrl}health`)).json()).reasons).toEqual(reasons)
  }
})

test('an exhibit that cannot be built is told with its time and its problems', async () => {
  const { get } = await openServer({
    readBuildProblem: async () => ({ since: '2027-03-01 14:05', why: 'line 1: a value is missing;' }),
  })
  expect(await (await get('health')).json()).toMatchObject({
    status: 'degraded',
    reasons: [
      'The exhibit cannot be built since 2027-03-01 14:05; the one from before is shown. What is wrong:',
      'line 1: a value is missing;',
    ],
  })
})

test('upgrades to any path but /live are refused without a line in the log', async () => {
  const { url, data, close } = await openServer()
  for (let i = 0; i < 50; i++) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}${i % 2 ? 'health' : `nothing-${i}`}`)
    await expect(once(socket, 'open')).rejects.toThrow('404')
  }
  await close()
  const [name] = await readdir(join(data, 'logs'))
  expect((await readFile(join(data, 'logs', name as string), 'utf8')).split('\n').length).toBeLessThan(8)
})

test('a port that is taken is told by its number', async () => {
  const { url } = await openServer()
  const port = Number(new URL(url).port)
  await expect(openServer({ https: 'own', port: 0, localPort: port })).rejects.toThrow(`Port ${port} is taken`)
})
