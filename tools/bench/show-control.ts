import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'node-osc'
import * as v from 'valibot'
import { WebSocket } from 'ws'
import { ControlSchema } from '../../protocol/control-config.ts'
import type { LiveMessage } from '../../protocol/live-messages.ts'
import { createControlKey } from '../../server/control/control-key.ts'
import { serveSite } from '../../server/serve-site.ts'
import type { Report } from './report.ts'
import { computeMedian } from './timing.ts'

const EVENTS = 300
const WARM_UP_EVENTS = 30
/** Below the limits of commands and states. */
const INTERVAL_MS = 20

async function openUdp() {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return { socket, port: socket.address().port }
}

const createMessage = (chunk: number): LiveMessage => ({
  type: 'live',
  at: performance.timeOrigin + performance.now(),
  device: 'hall',
  scene: 'free',
  song: null,
  playing: true,
  time: chunk / 10,
  mode: 'ride',
  session: null,
  ear: { position: [0, 1.6, 0], forward: [0, 0, -1] },
  pointer: null,
  sounding: [chunk],
  moved: [],
  placement: { position: [0, 0, 0], yaw: 0, scale: 1 },
})

/**
 * @param send begins event `i`
 * @param heard resolves when it has arrived
 */
async function measure(send: (i: number) => unknown, heard: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < EVENTS + WARM_UP_EVENTS; i++) {
    const arrived = heard()
    const start = performance.now()
    await Promise.all([send(i), arrived.then(() => times.push((performance.now() - start) / 1000))])
    await new Promise((done) => setTimeout(done, INTERVAL_MS))
  }
  return times.slice(WARM_UP_EVENTS)
}

/** `npm run bench -- show-control`: from a device to the house and back, on loopback. */
export async function benchmarkShowControl(report: Report): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'songwalk-control-'))
  const add = (what: string, times: readonly number[]) =>
    report.add({
      group: 'show control, loopback',
      what,
      seconds: computeMedian(times),
      slowest5: times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] as number,
    })
  const receiver = await openUdp()
  const { socket: free, port } = await openUdp()
  free.close()
  await mkdir(join(folder, 'site'))
  await writeFile(join(folder, 'site/index.html'), '')
  const key = await createControlKey(join(folder, 'data'))
  const oscOut = [{ address: '127.0.0.1', port: receiver.port, send: ['chunk'], rate: 60 }]
  const server = await serveSite({
    siteFolder: join(folder, 'site'),
    dataFolder: join(folder, 'data'),
    port: 0,
    logFormat: 'silent',
    handleSignals: false,
    control: v.parse(ControlSchema, { limit: 100, oscIn: { port }, oscOut }),
  })
  const page = new WebSocket(`${server.url.replace('http', 'ws')}live?role=piece&device=hall`)
  await once(page, 'open')
  const client = new Client('127.0.0.1', port)
  try {
    const bare = await openUdp()
    const bareClient = new Client('127.0.0.1', bare.port)
    add(
      'node-osc alone, from socket to socket',
      await measure(
        () => bareClient.send(['/chunk', 1]),
        () => once(bare.socket, 'message'),
      ),
    )
    await bareClient.close()
    bare.socket.close()
    add(
      'a chunk of a device, until the house has it by OSC',
      await measure(
        (i) => page.send(JSON.stringify(createMessage(i))),
        () => once(receiver.socket, 'message'),
      ),
    )
    add(
      'a command by OSC, until the device has it',
      await measure(
        () => client.send(['/songwalk/next']),
        () => once(page, 'message'),
      ),
    )
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ do: 'next' })
    add(
      'a command by HTTP, until the device has it',
      await measure(
        () => fetch(`${server.url}control`, { method: 'POST', headers, body }),
        () => once(page, 'message'),
      ),
    )
  } finally {
    await client.close()
    page.terminate()
    receiver.socket.close()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}
