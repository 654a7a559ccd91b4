import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { Client, Message } from 'node-osc'
import * as v from 'valibot'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ControlSchema } from '../../../protocol/control-config.ts'
import { testIfInstalled } from '../../test-if-installed.ts'
import { connectLiveSocket, createLiveMessage as live } from '../live-socket.ts'
import { openServer, POLL_OPTIONS, SONG_KEY } from '../open-server.ts'
import { findUdpPort, listenForOsc, openOscSender } from './osc-sockets.ts'

type Command = { type: string; command: object }
const runFile = promisify(execFile)

/** A server that hears OSC, with a device that is connected. */
async function openHouse(control: object = {}) {
  const port = await findUdpPort()
  const config = v.parse(ControlSchema, { oscIn: { port }, limit: 100, ...control })
  const server = await openServer({ control: config })
  const hall = await connectLiveSocket<Command>(server.url, 'piece&device=hall')
  const heard = () => hall.heard.filter(({ type }) => type === 'command').map(({ command }) => command)
  const readHealth = async () => (await server.get('health')).json()
  const expectCommands = (commands: object[]) => expect.poll(heard, POLL_OPTIONS).toEqual(commands)
  return { ...server, port, hall, heard, expectCommands, readHealth, osc: openOscSender(port) }
}

describe('OSC commands', () => {
  test('reach devices as the commands of the staff do', async () => {
    const { osc, expectCommands } = await openHouse()
    await osc.send('/songwalk/stop')
    await osc.send('/songwalk/hall/start', 1)
    await osc.send('/songwalk/hall/start', { type: 'float', value: 0 })
    await osc.send('/songwalk/foyer/next')
    await osc.send('/songwalk/h*/next')
    await osc.send('/songwalk/song', 1)
    await osc.send('/songwalk/song', '=SONG')
    await osc.send('/songwalk/all/mute', 1)
    await osc.send('/songwalk/mute', false)
    await osc.send('/songwalk/language', 'ko')
    await osc.send('/songwalk/restart')
    const song = { do: 'song', song: SONG_KEY }
    await expectCommands([
      { do: 'stop' },
      { do: 'start' },
      { do: 'next' },
      song,
      song,
      { do: 'mute', on: true },
      { do: 'mute', on: false },
      { do: 'language', language: 'ko' },
      { do: 'restart' },
    ])
  })

  test('ask for volumes within what the exhibit allows, and other values are refused', async () => {
    const { osc, expectCommands, readHealth } = await openHouse()
    for (const level of [0.25, 1, 1.5, -0.1, 50, Number.NaN, Infinity, '0.5', true, { type: 'N', value: 0 }])
      await osc.send('/songwalk/volume', typeof level === 'number' ? { type: 'float', value: level } : level)
    await osc.send('/songwalk/song', 2)
    await osc.send('/songwalk/song', 1.5)
    await osc.send('/songwalk/next')
    await expectCommands([
      { do: 'volume', level: 0.25, capped: true },
      { do: 'volume', level: 1, capped: true },
      { do: 'next' },
    ])
    expect((await readHealth()).errors['control-refused']).toBe(10)
  })

  test('in a bundle wait for its time', async () => {
    const { osc, heard, expectCommands } = await openHouse()
    const start = Date.now()
    await osc.sendAt(start / 1000 + 0.6, ['/songwalk/next'])
    await osc.sendAt(start / 1000 - 60, ['/songwalk/stop'], ['/songwalk/start'])
    await osc.sendAt(start / 1000 + 86_400, ['/songwalk/restart'])
    await expect.poll(heard, POLL_OPTIONS).toHaveLength(2)
    expect(Date.now() - start).toBeLessThan(600)
    await expectCommands([{ do: 'stop' }, { do: 'start' }, { do: 'next' }])
    expect(Date.now() - start).toBeGreaterThanOrEqual(600)
  })

  test('are limited, and a flood neither stops the server nor fills its log', async () => {
    const { osc, heard, readHealth, data, hall } = await openHouse({ limit: 5 })
    for (let i = 0; i < 3000; i++) await osc.send('/songwalk/next')
    await expect.poll(async () => (await readHealth()).errors['control-refused'], POLL_OPTIONS).toBeGreaterThan(100)
    expect(heard().length).toBeGreaterThanOrEqual(5)
    expect(heard().length).toBeLessThan(60)
    expect(hall.socket.readyState).toBe(hall.socket.OPEN)
    const log = await readLog(data)
    expect(log.match(/show control was refused/g)?.length).toBe(1)
    expect(log.length).toBeLessThan(10_000)
  })

  test('of any form do not stop the server', async () => {
    const { osc, expectCommands, readHealth } = await openHouse()
    const argument = fc.oneof(
      fc.string(),
      fc.boolean(),
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      fc.double().map((value) => ({ type: 'float', value })),
      fc.uint8Array({ maxLength: 40 }).map((value) => Buffer.from(value)),
    )
    const address = fc.oneof(
      fc.string(),
      fc
        .tuple(
          fc.constantFrom('hall', '*', '{hall', '[h-', 'all', '__proto__'),
          fc.constantFrom('song', 'mute', 'x', '*'),
        )
        .map(([device, command]) => `/songwalk/${device}/${command}`),
    )
    await fc.assert(
      fc.asyncProperty(
        address,
        fc.array(argument, { maxLength: 3 }),
        fc.uint8Array({ maxLength: 80 }),
        (to, args, bytes) => Promise.all([osc.send(to, ...args), osc.sendBytes(bytes)]).then(() => undefined),
      ),
      { numRuns: 200 },
    )
    await new Promise((done) => setTimeout(done, 1200))
    await osc.send('/songwalk/hall/next')
    const health = await readHealth()
    expect(health.errors['answer-failed']).toBe(0)
    expect(health.errors['control-refused']).toBeGreaterThan(100)
    await expectCommands(expect.arrayContaining([{ do: 'next' }]) as never)
  })

  test('of clients that are not ours: node-osc and liblo', async () => {
    const { port, expectCommands } = await openHouse()
    const client = new Client('127.0.0.1', port)
    onTestFinished(() => client.close())
    await client.send(new Message('/songwalk/volume', 0.5))
    await expectCommands([{ do: 'volume', level: 0.5, capped: true }])
    // Debian's package liblo-tools; the project's own runs have it.
    if (!existsSync('/usr/bin/oscsend') && !process.env.CI) return
    const send = (...args: string[]) => runFile('oscsend', ['osc.udp://127.0.0.1:'.concat(String(port)), ...args])
    await send('/songwalk/next')
    await send('/songwalk/hall/mute', 'T')
    await send('/songwalk/song', 's', '=Song')
    await send('/songwalk/volume', 'f', '0.25')
    await expectCommands([
      { do: 'volume', level: 0.5, capped: true },
      { do: 'next' },
      { do: 'mute', on: true },
      { do: 'song', song: SONG_KEY },
      { do: 'volume', level: 0.25, capped: true },
    ])
  })
})

test('a sender that is not listed is not heard, whatever it sends', async () => {
  const port = await findUdpPort()
  const { get, url } = await openServer({
    control: v.parse(ControlSchema, { oscIn: { port, from: ['192.0.2.7', '10.0.0.0/8', '::1'] } }),
  })
  const hall = await connectLiveSocket(url, 'piece&device=hall')
  const osc = openOscSender(port)
  for (let i = 0; i < 20; i++) await osc.send('/songwalk/next')
  await osc.sendBytes(Buffer.from('nonsense'))
  await expect.poll(async () => (await (await get('health')).json()).errors['control-refused'], POLL_OPTIONS).toBe(21)
  expect(hall.heard).toEqual([])
})

test('nothing is open by default, and a port that is taken is told in health and stops nothing', async () => {
  const taken = await listenForOsc()
  const { get } = await openServer({ control: v.parse(ControlSchema, { oscIn: { port: taken.port } }) })
  const readReasons = async () => (await (await get('health')).json()).reasons
  await expect
    .poll(readReasons, POLL_OPTIONS)
    .toContain(`OSC commands are not heard: UDP port ${taken.port} of 127.0.0.1 cannot be opened (EADDRINUSE).`)
  const closed = await openServer()
  expect((await closed.get('control')).status).toBe(404)
})

describe('OSC states', () => {
  async function openWatched(target: object = {}) {
    const receiver = await listenForOsc()
    const control = v.parse(ControlSchema, {
      oscOut: [{ address: '127.0.0.1', port: receiver.port, rate: 60, ...target }],
    })
    const server = await openServer({ control })
    const hall = await connectLiveSocket<{ type: string }>(server.url, 'piece&device=hall')
    const now = () => performance.timeOrigin + performance.now()
    return { ...server, ...receiver, hall, now, tell: (more: object) => hall.say(live({ at: now(), ...more })) }
  }

  test('tell song, visitor, chunk, playhead and level of a device as they change', async () => {
    const { tell, valuesOf, hall } = await openWatched()
    tell({ playing: false, time: 1.5, sounding: [] })
    await expect.poll(() => valuesOf('/songwalk/hall/song'), POLL_OPTIONS).toEqual([[1, '=Song', 3, 30, SONG_KEY]])
    expect(valuesOf('/songwalk/hall/visitor')).toEqual([[1, 'free', 'screen']])
    expect(valuesOf('/songwalk/hall/playhead')[0]).toEqual([1.5, expect.any(Number), 0])
    // Pages measure their level only when they are asked to.
    await expect.poll(() => hall.heard, POLL_OPTIONS).toEqual([{ type: 'level' }])
    tell({ playing: true, time: 1.5, sounding: [14, 3], level: 0.5 })
    await expect
      .poll(() => valuesOf('/songwalk/hall/chunk'), POLL_OPTIONS)
      .toEqual([
        [15, 1.5],
        [4, 1.5],
      ])
    await expect.poll(() => valuesOf('/songwalk/hall/level'), POLL_OPTIONS).toEqual([[0.5]])
    tell({ playing: true, time: 1.6, sounding: [14], level: 0.5, scene: 'free', session: 'vr' })
    await expect.poll(() => valuesOf('/songwalk/hall/visitor').at(-1), POLL_OPTIONS).toEqual([1, 'free', 'vr'])
    expect(valuesOf('/songwalk/hall/chunk')).toHaveLength(2)
    hall.socket.close()
    await expect.poll(() => valuesOf('/songwalk/hall/visitor').at(-1), POLL_OPTIONS).toEqual([0, 'gone', 'screen'])
  })

  test('go on between two messages, and no longer than the device tells of itself', async () => {
    const { tell, valuesOf } = await openWatched({ send: ['playhead'], rate: 20 })
    tell({ playing: true, time: 0.5 })
    await new Promise((done) => setTimeout(done, 2500))
    const times = valuesOf('/songwalk/hall/playhead').map(([time]) => time as number)
    expect(times.length).toBeGreaterThan(10)
    expect(times.length).toBeLessThan(40)
    for (let i = 1; i < times.length; i++) expect(times[i]).toBeGreaterThanOrEqual(times[i - 1] ?? 0)
    expect(times.at(-1)).toBeLessThan(2.2)
  })

  test('carry the time at which it was, if asked for', async () => {
    const { tell, heard } = await openWatched({ send: ['visitor'], timeTags: true })
    const before = Date.now()
    tell({})
    await expect.poll(() => heard.length, POLL_OPTIONS).toBe(1)
    expect(Math.abs((heard[0]?.timetag ?? 0) * 1000 - before)).toBeLessThan(2000)
  })

  test('are of named devices that are known: not of tabs, nor of strangers', async () => {
    const { heard, url } = await openWatched()
    const tab = await connectLiveSocket(url, 'piece')
    tab.say(live({ device: 'tab-12345678' }))
    const stranger = await connectLiveSocket(url, 'piece', { headers: { 'x-forwarded-for': '192.0.2.7' } })
    stranger.say(live({ device: 'quest-1' }))
    await new Promise((done) => setTimeout(done, 300))
    expect(heard).toEqual([])
  })

  testIfInstalled('liblo-tools', existsSync('/usr/bin/oscdump'), 'are read by liblo’s oscdump', async () => {
    const port = await findUdpPort()
    const dump = execFile('oscdump', ['-L', String(port)])
    onTestFinished(() => void dump.kill())
    let text = ''
    dump.stdout?.on('data', (data) => {
      text += data
    })
    const { url } = await openServer({
      control: v.parse(ControlSchema, { oscOut: [{ address: '127.0.0.1', port, timeTags: true }] }),
    })
    const hall = await connectLiveSocket(url, 'piece&device=hall')
    const at = () => performance.timeOrigin + performance.now()
    // Until oscdump listens.
    await expect
      .poll(
        () => {
          hall.say(live({ at: at(), sounding: [] }))
          hall.say(live({ at: at(), sounding: [7] }))
          return text
        },
        { ...POLL_OPTIONS, interval: 200 },
      )
      .toMatch(/\/songwalk\/hall\/chunk if 8 1\.0+\n/)
  })
})

async function readLog(data: string): Promise<string> {
  const folder = join(data, 'logs')
  const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))
  return texts.join('')
}
