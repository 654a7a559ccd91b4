import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createCertificate } from '../../../server/certificate.ts'
import { findFreePort } from '../../e2e/harness/free-port.ts'
import { createLiveMessage } from '../live-socket.ts'
import { createHeartbeat, createTestFolder, createVisit, openServer, POLL_OPTIONS } from '../open-server.ts'
import { PIN } from '../test-pin.ts'
import { createProxyClient } from './proxy-client.ts'
import { isProxyInstalled, PLACES, PROXIED_NAME, PROXIES, readSample, startProxy } from './start-proxy.ts'

const missing = PROXIES.filter((proxy) => !isProxyInstalled(proxy))
const installed = PROXIES.filter((proxy) => !missing.includes(proxy))
if (missing.length > 0)
  console.warn(`NOT TESTED: ${missing.join(' and ')} are missing; sudo apt install ${missing.join(' ')}`)

// A skipped test counts as failed: without a proxy its tests do not exist, except in CI, which installs both.
test('no proxy is missing in CI', () => expect(process.env.CI ? missing : []).toEqual([]))

/** A server that knows the name, and a proxy before it. */
async function openBehind(proxy: (typeof PROXIES)[number], sample: string) {
  const server = await openServer({ names: [PROXIED_NAME] })
  const folder = await createTestFolder()
  const { cert, key } = await createCertificate([PROXIED_NAME], new Date())
  await writeFile(join(folder, 'cert.pem'), cert)
  await writeFile(join(folder, 'key.pem'), key)
  const port = await findFreePort()
  const upstreamPort = Number(new URL(server.url).port)
  onTestFinished(await startProxy({ proxy, sample, folder, port, upstreamPort }))
  const readHealth = async () => (await server.get('health')).json()
  return { server, port, readHealth }
}

describe.each(installed)('%s', (proxy) => {
  test.each(PLACES)('at %s: PIN, keys, heartbeats, visits and the live socket work as without it', async (place) => {
    const { port, readHealth, server } = await openBehind(proxy, readSample(proxy, place))
    const quest = createProxyClient(port, place, '127.0.0.2')
    expect((await quest.get('')).body).toContain('<title>one</title>')
    expect((await quest.get('sw.js')).status).toBe(200)
    if (place !== '/') {
      const { status, headers } = await quest.getAnywhere('/songwalk')
      expect([status >= 301 && status <= 308, String(headers.location).endsWith('/songwalk/')]).toEqual([true, true])
    }
    // A stranger until it is let in.
    expect(JSON.parse((await quest.get('health')).body)).toEqual({ status: 'up' })
    expect((await quest.post('api/heartbeat', createHeartbeat('quest-1'))).status).toBe(204)
    expect((await createProxyClient(port, place, '127.0.0.3').post('api/heartbeat', createHeartbeat('x'))).status).toBe(
      204,
    )
    expect(await readHealth()).toMatchObject({ clients: [], others: { devices: 2 }, reasons: [] })

    // Wrong PINs slow down the address that the proxy tells, and no other.
    const child = createProxyClient(port, place, '127.0.0.4')
    const wrong = [1, 2, 3, 4, 5, 6].map(() => child.post('api/staff/enter', { pin: '000000', device: 'child' }))
    expect((await Promise.all(wrong)).map(({ status }) => status).sort()).toEqual([401, 401, 401, 401, 429, 429])
    expect((await quest.post('api/staff/enter', { pin: PIN, device: 'quest-1' })).status).toBe(204)
    const prefix = place === '/' ? '__Host-' : '__Secure-'
    expect([...quest.cookies].map(([name, { path }]) => [name, path]).sort()).toEqual([
      [`${prefix}songwalk-device`, place],
      [`${prefix}songwalk-staff`, place],
    ])
    expect((await quest.get('api/staff')).status).toBe(204)
    const { code } = JSON.parse((await quest.post('api/staff/code')).body)
    const second = createProxyClient(port, place, '127.0.0.5')
    expect(JSON.parse((await second.post('api/staff/enter', { pin: code, device: 'quest-2' })).body)).toEqual({
      device: 'quest-2',
    })
    expect((await second.get('api/staff')).status).toBe(401)

    expect((await quest.post('api/heartbeat', createHeartbeat('another'))).body).toBe('{"closed":false}')
    expect((await quest.post('api/visits', [createVisit(1), createVisit(2)])).status).toBe(204)
    expect((await quest.post('api/staff/closed', { device: 'quest-1', closed: true })).status).toBe(204)
    expect((await quest.post('api/heartbeat', createHeartbeat('quest-1'))).body).toBe('{"closed":true}')
    const health = await readHealth()
    expect([health.visits, health.clients.map(({ device }: { device: string }) => device)]).toEqual([2, ['quest-1']])
    expect((await quest.get('api/visits.csv')).body).toContain('\n20')

    const watching = await createProxyClient(port, place).connectLive('spectator')
    const piece = await quest.connectLive('piece')
    piece?.say(createLiveMessage({ device: 'another' }))
    await expect.poll(() => watching?.heard, POLL_OPTIONS).toEqual([createLiveMessage({ device: 'quest-1' })])

    // A page of another origin is refused as ever.
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect((await quest.post('api/heartbeat', createHeartbeat('quest-1'), foreign)).status).toBe(403)
    expect((await readHealth()).reasons).toEqual([])
    expect((await quest.post('api/staff/leave')).status).toBe(204)
    expect([...quest.cookies.values()].filter(({ value }) => value === '')).toHaveLength(1)
    expect((await fetch(`${server.url}health`)).status).toBe(200)
  })
})

describe.each(installed.filter((proxy) => proxy === 'nginx'))('%s without a line of the sample', () => {
  const without = (...lines: RegExp[]) =>
    lines.reduce((sample, line) => sample.replace(line, ''), readSample('nginx', '/'))
  const fromPage = { 'sec-fetch-site': 'same-origin' }

  test('Host: what pages send is refused, and health says what is missing', async () => {
    const { port, readHealth } = await openBehind('nginx', without(/.*Host.*\n/))
    const quest = createProxyClient(port, '/')
    expect((await quest.get('')).status).toBe(200)
    expect((await quest.post('api/heartbeat', createHeartbeat('quest-1'), fromPage)).status).toBe(403)
    expect(await readHealth()).toMatchObject({ status: 'degraded', reasons: [expect.stringContaining('(Host)')] })
  })

  test('Upgrade: the live socket is refused, and health says what is missing', async () => {
    const { port, readHealth } = await openBehind('nginx', without(/.*Upgrade.*\n/))
    expect(await createProxyClient(port, '/').connectLive('piece')).toBeNull()
    expect((await readHealth()).reasons).toEqual([expect.stringContaining('Upgrade and Connection')])
  })

  test('X-Forwarded-For, or all that is passed on: nobody becomes this computer', async () => {
    for (const sample of [without(/.*-For.*\n/), without(/.*proxy_(set_header|http_version).*\n/g)]) {
      const { port } = await openBehind('nginx', sample)
      const anybody = createProxyClient(port, '/')
      expect(JSON.parse((await anybody.get('health')).body)).toEqual({ status: 'up' })
      expect((await anybody.get('api/visits.csv')).status).toBe(401)
    }
  })

  test('a name that the server does not have: pages that a device kept are refused, and health says why', async () => {
    const { port, readHealth } = await openBehind(
      'nginx',
      readSample('nginx', '/').replace('$http_host', 'other.example'),
    )
    const quest = createProxyClient(port, '/')
    expect((await quest.post('api/heartbeat', createHeartbeat('quest-1'), fromPage)).status).toBe(421)
    expect((await readHealth()).reasons).toEqual([expect.stringContaining('--name')])
  })
})
