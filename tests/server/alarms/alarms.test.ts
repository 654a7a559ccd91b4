import { describe, expect, test } from 'vitest'
import {
  createHeartbeat,
  createTestFolder,
  ELSEWHERE,
  enterPin,
  openServer,
  POLL_OPTIONS,
  SONG_KEY,
  writeSite,
} from '../open-server.ts'
import { openReceiver } from './alarm-receiver.ts'

const TIMES = { checkIntervalMs: 20, retryDelaysMs: [20] }
/** A fifth of a second: exhibit.json has whole minutes. */
const MINUTES = 0.2 / 60
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const siteWith = async (hours: object) =>
  writeSite(await createTestFolder(), {
    'exhibit.json': JSON.stringify({
      title: 'Songs of our city',
      version: 'v1',
      songs: [{ key: SONG_KEY, file: 's', title: 'Song', duration: 3, chunks: 30 }],
      ...hours,
    }),
  })

async function open(options: Parameters<typeof openServer>[0] & { devices?: string[] } = {}) {
  const receiver = await openReceiver()
  const { devices = [], ...more } = options
  const alarm = { webhook: receiver.url, minutes: MINUTES, devices }
  const server = await openServer({ alarm, alarmTimes: TIMES, ...more })
  const beat = (device: string, headers = {}, change = {}) =>
    server.post('api/heartbeat', createHeartbeat(device, change), headers)
  return { ...server, receiver, beat }
}

describe('alarms', () => {
  test('tell a receiver of a screen that falls silent, once, and that it is back', async () => {
    const { receiver, beat, get } = await open()
    await beat('hall')
    await expect.poll(receiver.list, POLL_OPTIONS).toEqual(['silent hall'])
    await wait(400)
    expect(receiver.list()).toEqual(['silent hall'])
    expect(receiver.got[0]?.alarm.text).toMatch(/^Probe: “hall” has been silent since /)
    await beat('hall')
    await expect.poll(receiver.list, POLL_OPTIONS).toEqual(['silent hall', 'back hall', 'silent hall'])
    const { alarms, reasons } = await (await get('health')).json()
    expect(alarms).toEqual({ waiting: 0, silent: 2, back: 1 })
    expect(reasons.join()).not.toContain('alarm')
    expect(await (await get('metrics')).text()).toContain('songwalk_alarms_total{event="silent"} 2')
  })

  test('are silent about strangers, tabs and second screens of this computer', async () => {
    const { receiver, beat } = await open()
    await beat('quest-1', ELSEWHERE)
    await beat('tab-12345678')
    await beat('wall', {}, { role: 'spectator' })
    await beat('hall')
    await expect.poll(receiver.list, POLL_OPTIONS).toEqual(['silent hall'])
    await wait(400)
    expect(receiver.list()).toEqual(['silent hall'])
  })

  test('are silent about devices that exhibit.json does not list, if it lists some', async () => {
    const { receiver, beat } = await open({ devices: ['foyer'] })
    await beat('hall')
    await beat('foyer')
    await expect.poll(receiver.list, POLL_OPTIONS).toEqual(['silent foyer'])
    await wait(400)
    expect(receiver.list()).toEqual(['silent foyer'])
  })

  test('are silent outside the opening hours', async () => {
    const { receiver, beat } = await open({ siteFolder: await siteWith({ hours: { dates: [] } }) })
    await beat('hall')
    await wait(500)
    expect(receiver.list()).toEqual([])
    const opened = await open({ siteFolder: await siteWith({ hours: { open: '00:00', close: '23:59', days: {} } }) })
    await opened.beat('hall')
    await expect.poll(opened.receiver.list, POLL_OPTIONS).toEqual(['silent hall'])
  })

  test('are silent about a device whose day the staff has ended', async () => {
    const { receiver, beat, post } = await open()
    const staff = await enterPin(post)
    await post('api/staff/closed', { device: 'hall', closed: true }, staff)
    await beat('hall')
    await wait(400)
    expect(receiver.list()).toEqual([])
  })

  test('miss a device that was let in, also one that is not heard of after a restart, until its key is withdrawn', async () => {
    const first = await open()
    const staff = await enterPin(first.post)
    const { code } = await (await first.post('api/staff/code', {}, staff)).json()
    await first.post('api/staff/enter', { pin: code, device: 'quest-1' }, ELSEWHERE)
    await first.beat('hall')
    await expect.poll(() => first.receiver.list().sort(), POLL_OPTIONS).toEqual(['silent hall', 'silent quest-1'])
    await first.beat('hall')
    await expect.poll(() => first.receiver.list().slice(2), POLL_OPTIONS).toEqual(['back hall', 'silent hall'])
    await wait(100)
    await first.close()
    const second = await open({ dataFolder: first.data, siteFolder: first.site })
    await wait(500)
    // Both were told before the restart.
    expect(second.receiver.list()).toEqual([])
    await second.beat('hall')
    await expect.poll(second.receiver.list, POLL_OPTIONS).toEqual(['back hall', 'silent hall'])
    const again = await enterPin(second.post)
    await second.post('api/staff/withdraw', { device: 'quest-1' }, again)
    await second.close()
    const third = await open({ dataFolder: first.data, siteFolder: first.site })
    await wait(400)
    expect(third.receiver.list()).toEqual([])
  })

  test('that cannot be sent are told in health, without the address', async () => {
    const { receiver, beat, get } = await open()
    receiver.answers.push(...Array(1000).fill(503))
    await beat('hall')
    const readReasons = async () => (await (await get('health')).json()).reasons as string[]
    await expect.poll(readReasons, POLL_OPTIONS).toContain('An alarm cannot be sent: its receiver answers 503.')
    const health = await (await get('health')).text()
    expect(health).not.toContain('secret')
    expect(JSON.parse(health).errors['alarm-failed']).toBeGreaterThan(0)
    receiver.answers.length = 0
    await expect.poll(receiver.list, POLL_OPTIONS).toContain('silent hall')
  })

  test('are tried by the staff', async () => {
    const { receiver, post } = await open()
    expect((await post('api/staff/alarm', {})).status).toBe(401)
    const staff = await enterPin(post)
    const attempt = async () => (await post('api/staff/alarm', {}, staff)).json()
    expect(await attempt()).toEqual({ problem: null })
    expect(receiver.got[0]?.alarm).toMatchObject({
      event: 'test',
      device: null,
      text: 'Probe: This is a test: alarms arrive here.',
    })
    receiver.answers.push(404)
    expect(await attempt()).toEqual({ problem: 'its receiver answers 404' })
    const none = await openServer()
    expect((await none.post('api/staff/alarm', {}, await enterPin(none.post))).status).toBe(404)
  })
})
