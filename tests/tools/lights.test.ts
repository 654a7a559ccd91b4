import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import fc from 'fast-check'
import { Client } from 'node-osc'
import * as v from 'valibot'
import { expect, onTestFinished, test } from 'vitest'
import { ControlSchema } from '../../protocol/control-config.ts'
import { computeLights, createChangeLimit, MIN_CHANGE_INTERVAL_MS } from '../../tools/lights/lights.ts'
import { runLights } from '../../tools/lights/run-lights.ts'
import { findUdpPort } from '../server/control/osc-sockets.ts'
import { connectLiveSocket, createLiveMessage } from '../server/live-socket.ts'
import { openServer, POLL_OPTIONS } from '../server/open-server.ts'

/** A data packet of ANSI E1.31, read by the standard's tables. */
function readDataPacket(packet: Buffer) {
  return {
    id: packet.subarray(4, 13).toString(),
    vectors: [packet.readUInt32BE(18), packet.readUInt32BE(40), packet[117]],
    source: packet.subarray(44, 108).toString().replace(/\0+$/, ''),
    priority: packet[108],
    sequence: packet[111] as number,
    universe: packet.readUInt16BE(113),
    startCode: packet[125],
    levels: [...packet.subarray(126)],
  }
}

/** The most that happen within any second. */
const countWithinSecond = (times: readonly number[]) =>
  Math.max(0, ...times.map((from) => times.filter((time) => time >= from && time < from + 1000).length))

test('the example lights a strip and a lamp by sACN, and never changes them more than three times a second', async () => {
  const receiver = createSocket('udp4').bind(0, '127.0.0.1')
  await once(receiver, 'listening')
  onTestFinished(() => void receiver.close())
  const heard: { at: number; packet: ReturnType<typeof readDataPacket> }[] = []
  receiver.on('message', (packet) => heard.push({ at: performance.now(), packet: readDataPacket(packet) }))

  const oscPort = await findUdpPort()
  const port = receiver.address().port
  const lights = await runLights({ oscPort, device: 'hall', universe: 7, to: '127.0.0.1', port, strip: 1, lamp: 4 })
  onTestFinished(() => lights.close())
  const osc = new Client('127.0.0.1', oscPort)
  onTestFinished(() => osc.close())
  const send = (state: string, ...args: number[]) =>
    osc.send([`/songwalk/hall/${state}`, ...args.map((value) => ({ type: 'float', value }))] as never)

  // As bad as it gets: sound that flickers thirty times a second, and a visitor who comes and goes.
  const start = performance.now()
  for (let i = 0; performance.now() - start < 4000; i++) {
    await send('level', i % 2)
    await send('visitor', Math.floor(i / 3) % 2)
    await send('playhead', 1, (i % 10) / 10, 1)
    await new Promise((done) => setTimeout(done, 16))
  }
  const changes = heard.filter(({ packet }, i) => `${packet.levels}` !== `${heard[i - 1]?.packet.levels}`)
  expect(changes.length).toBeGreaterThan(6)
  // The network may hold one packet back: the tool's own clock is tested below.
  expect(countWithinSecond(changes.map(({ at }) => at))).toBeLessThanOrEqual(3)
  const [first] = heard
  expect(first?.packet).toMatchObject({
    id: 'ASC-E1.17',
    vectors: [4, 2, 2],
    source: 'songwalk',
    priority: 100,
    universe: 7,
    startCode: 0,
  })
  expect(first?.packet.levels.slice(0, 4)).toEqual([26, 0, 0, 51])
  for (const [i, { packet }] of heard.entries()) expect(packet.sequence).toBe(((first?.packet.sequence ?? 0) + i) % 256)

  await send('visitor', 1)
  await send('level', 1)
  await send('playhead', 1, 0, 1)
  await expect.poll(() => heard.at(-1)?.packet.levels.slice(0, 4), { timeout: 5000 }).toEqual([255, 0, 0, 255])
  const count = heard.length
  await expect.poll(() => heard.length, { timeout: 5000 }).toBeGreaterThan(count + 1)
})

test('the lights follow a device through songwalk’s server', async () => {
  const receiver = createSocket('udp4').bind(0, '127.0.0.1')
  await once(receiver, 'listening')
  onTestFinished(() => void receiver.close())
  let levels: number[] = []
  receiver.on('message', (packet) => {
    levels = readDataPacket(packet).levels.slice(9, 13)
  })
  const oscPort = await findUdpPort()
  const { port } = receiver.address()
  const lights = await runLights({ oscPort, device: 'hall', universe: 1, to: '127.0.0.1', port, strip: 10, lamp: 13 })
  onTestFinished(() => lights.close())
  const { url } = await openServer({
    control: v.parse(ControlSchema, { oscOut: [{ address: '127.0.0.1', port: oscPort }] }),
  })
  const hall = await connectLiveSocket(url, 'piece&device=hall')
  const tell = (more: object) =>
    hall.say(createLiveMessage({ at: performance.timeOrigin + performance.now(), ...more }))
  tell({ scene: 'free', playing: false, time: 3, level: 1 })
  await expect.poll(() => levels, POLL_OPTIONS).toEqual([127, 0, 255, 255])
  hall.socket.close()
  await expect.poll(() => levels, POLL_OPTIONS).toEqual([13, 0, 26, 51])
})

test('whatever comes when, two changes are never nearer than the interval, and the newest is sent in the end', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 400 }), fc.nat({ max: 3 })), { maxLength: 200 }), (steps) => {
      let time = 0
      const sent: [at: number, lamp: number][] = []
      const limit = createChangeLimit(
        ({ lamp }) => sent.push([time, lamp]),
        () => time,
      )
      for (const [waitMs, lamp] of steps) {
        time += waitMs
        limit.change({ strip: [0, 0, 0], lamp })
        limit.close()
      }
      for (let i = 1; i < sent.length; i++)
        expect((sent[i]?.[0] ?? 0) - (sent[i - 1]?.[0] ?? 0)).toBeGreaterThanOrEqual(MIN_CHANGE_INTERVAL_MS)
    }),
  )
})

test('the strip goes from red to violet with the song, as bright as the sound, and rests dimly without a visitor', () => {
  expect(computeLights({ present: 1, played: 0, level: 1 })).toEqual({ strip: [100, 0, 0], lamp: 100 })
  expect(computeLights({ present: 1, played: 1, level: 1 })).toEqual({ strip: [50, 0, 100], lamp: 100 })
  expect(computeLights({ present: 0, played: 0, level: 1 })).toEqual({ strip: [10, 0, 0], lamp: 20 })
})
