import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createCallerLimits } from '../../server/caller-limits.ts'
import { openKnownDevices } from '../../server/known-devices.ts'
import { openOthers } from '../../server/others.ts'
import { openVisitsStore } from '../../server/visits/visits-store.ts'
import { connectLiveSocket, createLiveMessage } from './live-socket.ts'
import {
  createHeartbeat,
  createTestFolder,
  createVisit,
  ELSEWHERE,
  enterPin,
  openServer,
  POLL_OPTIONS,
} from './open-server.ts'
import { PIN } from './test-pin.ts'

type Server = Awaited<ReturnType<typeof openServer>>

/** Enters digits on a device in the network. */
async function enter({ post }: Server, digits: string, device?: string, headers: Record<string, string> = ELSEWHERE) {
  const answer = await post('api/staff/enter', { pin: digits, ...(device && { device }) }, headers)
  const cookies = answer.headers.getSetCookie()
  const key = cookies.find((cookie) => cookie.includes('songwalk-device='))?.split(';')[0]
  return { status: answer.status, cookies, headers: { ...ELSEWHERE, ...(key && { cookie: key }) } }
}

const readHealth = async ({ get }: Server) => (await get('health')).json()

describe('a device in the network', () => {
  test('that nobody has let in is not seen, not counted and not heard, but may play', async () => {
    const server = await openServer()
    const { post, get } = server
    expect((await get('', { headers: ELSEWHERE })).status).toBe(200)
    for (let i = 0; i < 300; i++)
      expect((await post('api/heartbeat', createHeartbeat(`x${i}`), ELSEWHERE)).status).toBe(204)
    expect((await post('api/visits', [createVisit(1), createVisit(2)], ELSEWHERE)).status).toBe(204)
    expect((await post('api/visits', [createVisit(2)], ELSEWHERE)).status).toBe(204)
    expect(await readHealth(server)).toMatchObject({ clients: [], visits: 0, others: { devices: 300, visits: 2 } })
    expect(await (await get('metrics')).text()).toContain('songwalk_others 300')
  })

  test('is known once the PIN was entered on it, by a name that only it has', async () => {
    const server = await openServer()
    const { post } = server
    const quest = await enter(server, PIN, 'quest-1')
    expect(quest.status).toBe(204)
    expect(quest.cookies.join('\n')).toMatch(
      /^songwalk-device=[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Strict$/m,
    )
    expect((await post('api/heartbeat', createHeartbeat('hall'), quest.headers)).status).toBe(200)
    await post('api/visits', [createVisit(1)], quest.headers)
    expect(await readHealth(server)).toMatchObject({ clients: [{ device: 'quest-1' }], visits: 1 })
    // Without a name it gets one; the PIN on a known device changes nothing.
    const unnamed = await enter(server, PIN, 'tab-1a2b3c')
    await post('api/heartbeat', createHeartbeat('tab-1a2b3c'), unnamed.headers)
    expect((await readHealth(server)).clients.map(({ device }: { device: string }) => device)).toEqual([
      'device-1',
      'quest-1',
    ])
    expect((await enter(server, PIN, 'quest-1', quest.headers)).cookies.join()).not.toContain('songwalk-device')
    // The name of a headset that was reset goes to its new key.
    const reset = await enter(server, PIN, 'quest-1')
    expect((await post('api/heartbeat', createHeartbeat('quest-1'), quest.headers)).status).toBe(204)
    expect((await post('api/heartbeat', createHeartbeat('quest-1'), reset.headers)).status).toBe(200)
  })

  test('is let in by a code, once, without the rights of staff; its key can be withdrawn', async () => {
    const server = await openServer()
    const { post, get } = server
    expect((await post('api/staff/code', {})).status).toBe(401)
    const staff = await enterPin(post)
    const { code, seconds } = await (await post('api/staff/code', {}, staff)).json()
    expect([code, seconds]).toEqual([expect.stringMatching(/^\d{6}$/), 600])
    const quest = await enter(server, code, 'quest-2')
    expect([quest.status, quest.cookies.length]).toEqual([200, 1])
    expect((await get('api/staff', { headers: quest.headers })).status).toBe(401)
    expect((await enter(server, code, 'quest-3')).status).toBe(401)
    await post('api/heartbeat', createHeartbeat('x'), quest.headers)
    expect(await (await get('api/staff/devices', { headers: staff })).json()).toMatchObject([{ name: 'quest-2' }])
    expect((await post('api/staff/withdraw', { device: 'quest-2' }, staff)).status).toBe(204)
    expect((await post('api/heartbeat', createHeartbeat('x'), quest.headers)).status).toBe(204)
    expect((await readHealth(server)).clients).toEqual([])
  })

  test('is known after a restart, and its key is not in any file', async () => {
    const first = await openServer()
    const quest = await enter(first, PIN, 'quest-1')
    await first.close()
    const path = join(first.data, 'devices.json')
    expect(await readFile(path, 'utf8')).not.toContain(quest.headers.cookie?.split('=')[1] ?? '?')
    expect((await stat(path)).mode & 0o077).toBe(0)
    const second = await openServer({ dataFolder: first.data, siteFolder: first.site })
    expect((await second.post('api/heartbeat', createHeartbeat('x'), quest.headers)).status).toBe(200)
    await second.close()
    await writeFile(path, '{"devices":[{"name":')
    const third = await openServer({ dataFolder: first.data, siteFolder: first.site })
    expect((await third.post('api/heartbeat', createHeartbeat('x'), quest.headers)).status).toBe(204)
    expect((await readHealth(third)).reasons.join()).toContain('let the devices in again')
  })

  test('speaks for itself alone on the live socket; unknown ones are not heard, and few may connect', async () => {
    const server = await openServer()
    const quest = await enter(server, PIN, 'quest-1')
    const connect = (role: string, headers: Record<string, string> = {}) =>
      connectLiveSocket<{ type: string; device?: string }>(server.url, role, { headers })
    const live = (device: string) => createLiveMessage({ device, sounding: [] })
    const wall = await connect('spectator')
    const stranger = await connect('piece', ELSEWHERE)
    stranger.say(live('quest-1'))
    stranger.say({ type: 'ping', sent: 1 })
    await expect.poll(() => stranger.heard.length, POLL_OPTIONS).toBe(1)
    expect([stranger.heard[0]?.type, wall.heard]).toEqual(['pong', []])
    const own = await connect('piece', quest.headers)
    own.say(live('hall'))
    await expect.poll(() => wall.heard.map(({ device }) => device), POLL_OPTIONS).toEqual(['quest-1'])
    for (let i = 0; i < 29; i++) await connect('spectator', ELSEWHERE)
    expect(await (await connect('spectator', ELSEWHERE)).closed).toBe(1013)
    await connect('spectator', { 'x-forwarded-for': '192.0.2.8' })
  })
})

describe('health, metrics and counts', () => {
  test('are for this computer, staff and the key of the monitor; others learn up or down', async () => {
    const server = await openServer()
    const { get, data, post } = server
    const secret = (await readFile(join(data, 'monitor-key'), 'utf8')).trim()
    const staff = await enterPin(post, ELSEWHERE)
    const readers = [{}, { ...ELSEWHERE, ...staff }, { ...ELSEWHERE, authorization: `Bearer ${secret}` }]
    for (const path of ['health', 'metrics', 'api/counts', 'api/visits.csv'])
      for (const headers of readers) {
        const answer = await get(path, { headers })
        expect([path, answer.status]).toEqual([path, 200])
        if (path === 'health') expect(await answer.json()).toHaveProperty('reasons')
      }
    const strangers = [ELSEWHERE, { ...ELSEWHERE, authorization: `Bearer ${secret.slice(1)}x` }, { host: '192.0.2.1' }]
    for (const headers of strangers.slice(0, 2)) {
      expect(await (await get('health', { headers })).json()).toEqual({ status: 'up' })
      for (const path of ['health?device=hall', 'metrics', 'api/counts', 'api/visits.csv'])
        expect([path, (await get(path, { headers })).status]).toEqual([path, 401])
    }
  })
})

test('what a device sends is limited, and comes back with time', () => {
  let now = 0
  const limits = createCallerLimits(() => now)
  const [hall, stranger] = [{ kind: 'device', name: 'hall' } as const, { kind: 'stranger', address: 'a' } as const]
  const spendAll = (caller: typeof hall | typeof stranger) => {
    let count = 0
    while (limits.spend(caller, 'visits', 1)) count++
    return count
  }
  expect([spendAll(hall), spendAll(stranger), spendAll(hall)]).toEqual([2000, 100, 0])
  expect(limits.spend({ kind: 'stranger', address: 'b' }, 'visits', 100)).toBe(true)
  expect([limits.spend(stranger, 'bytes', 300_000), limits.spend(stranger, 'bytes', 200_000)]).toEqual([false, true])
  now = 10_000
  expect([spendAll(hall), spendAll(stranger)]).toEqual([200, 10])
})

test('too many visits are refused with 429, and a page sends them again', async () => {
  const { post } = await openServer()
  const batch = (from: number) => Array.from({ length: 100 }, (_, i) => createVisit(from + i))
  const statuses = []
  for (let i = 0; i < 3; i++) statuses.push((await post('api/visits', batch(i * 100), ELSEWHERE)).status)
  expect(statuses).toEqual([204, 429, 429])
})

test('others are few numbers, however many they are; the visits of a day outlive a restart', async () => {
  let now = +new Date(2027, 2, 1, 12)
  const folder = join(await createTestFolder(), 'visits')
  const visits = await openVisitsStore(folder)
  const others = await openOthers(visits.store, () => now)
  for (let i = 0; i < 5000; i++) others.recordHeartbeat(`${i}`, 'hall')
  for (let i = 0; i < 30_000; i++) others.recordVisit(String(i))
  others.recordVisit('29999')
  expect(others.read()).toEqual({ devices: 500, visits: 30_000 })
  now += 61_000
  expect(others.read().devices).toBe(0)
  await others.close()
  await visits.close()
  const again = await openVisitsStore(folder)
  onTestFinished(() => again.close())
  const restarted = await openOthers(again.store, () => now)
  expect(restarted.read()).toEqual({ devices: 0, visits: 30_000 })
  restarted.recordVisit('another')
  expect(restarted.read().visits).toBe(30_001)
  now += 24 * 60 * 60_000
  expect(restarted.read().visits).toBe(0)
})

test('a code is not guessed: five tries a caller, a hundred in all; then it is void, and the next one holds', async () => {
  const devices = await openKnownDevices(join(await createTestFolder(), 'devices.json'))
  const { code } = devices.createCode()
  const wrong = code === '000000' ? '111111' : '000000'
  const enter = devices.useCode
  for (let i = 0; i < 5; i++) expect(enter(wrong, 'child')).toBe(false)
  expect([devices.useCode(code, 'child'), devices.useCode(code, 'headset')]).toEqual([false, true])
  const next = devices.createCode().code
  for (let i = 0; i < 100; i++) enter(next === wrong ? '222222' : wrong, `address ${i}`)
  expect(devices.useCode(next, 'headset')).toBe(false)
  expect(devices.useCode(devices.createCode().code, 'headset')).toBe(true)
})

test('a code holds for ten minutes', async () => {
  let now = 0
  const devices = await openKnownDevices(join(await createTestFolder(), 'devices.json'), () => now)
  const { code } = devices.createCode()
  now = 600_001
  expect([devices.useCode(code, 'a'), devices.useCode('', 'a')]).toEqual([false, false])
  const next = devices.createCode()
  expect([
    devices.useCode('x'.repeat(6), 'a'),
    devices.useCode(next.code, 'a'),
    devices.useCode(next.code, 'a'),
  ]).toEqual([false, true, false])
})
