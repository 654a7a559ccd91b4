import { once } from 'node:events'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { LiveMessage } from '../../protocol/live-messages.ts'
import { createMessageRateLimit } from '../../server/message-rate-limit.ts'
import { createSpectatorSender } from '../../server/spectator-sender.ts'
import { connectLiveSocket as connect, createLiveMessage as live } from './live-socket.ts'
import { createHeartbeat, ELSEWHERE, enterPin, openServer, POLL_OPTIONS } from './open-server.ts'

describe('live messages', () => {
  test('reach all spectators, also those that connect later, with a last one when the piece disconnects', async () => {
    const { url } = await openServer()
    const piece = await connect(url, 'piece')
    const early = await connect(url, 'spectator')
    piece.say(live({ at: 1 }))
    piece.say({ ...live({ at: 2 }), extra: 'is not passed on' })
    await expect.poll(() => early.heard, POLL_OPTIONS).toEqual([live({ at: 1 }), live({ at: 2 })])
    const late = await connect(url, 'spectator')
    await expect.poll(() => late.heard, POLL_OPTIONS).toEqual([live({ at: 2 })])
    expect(piece.heard).toEqual([])
    piece.socket.close()
    await expect
      .poll(() => [early.heard.at(-1), late.heard.at(-1)], POLL_OPTIONS)
      .toEqual(Array(2).fill({ type: 'gone', device: 'hall' }))
    expect((await connect(url, 'spectator')).heard).toEqual([])
  })

  test('continue when a page reloads before its old connection is closed', async () => {
    const { url } = await openServer()
    const watching = await connect(url, 'spectator')
    const old = await connect(url, 'piece')
    old.say(live({ at: 1 }))
    await expect.poll(() => watching.heard.length, POLL_OPTIONS).toBe(1)
    const fresh = await connect(url, 'piece')
    fresh.say(live({ at: 2 }))
    await expect.poll(() => watching.heard.length, POLL_OPTIONS).toBe(2)
    old.socket.close()
    await old.closed
    fresh.say(live({ at: 3 }))
    await expect
      .poll(() => watching.heard.map((message) => (message as LiveMessage).at), POLL_OPTIONS)
      .toEqual([1, 2, 3])
  })

  test('carry the time of the server', async () => {
    const { url } = await openServer()
    for (const role of ['piece', 'spectator']) {
      const { say, heard } = await connect(url, role)
      const before = Date.now()
      say({ type: 'ping', sent: 12.5 })
      await expect.poll(() => heard, POLL_OPTIONS).toEqual([{ type: 'pong', sent: 12.5, at: expect.any(Number) }])
      expect(Math.abs((heard[0] as { at: number }).at - before)).toBeLessThan(5000)
    }
  })

  test('are accepted only from pieces, for one device each, and only if they are valid', async () => {
    const { url, get } = await openServer()
    const refused: [string, number, string | Buffer | object][] = [
      ['spectator', 1008, live()],
      ['piece', 1007, '{"type":'],
      ['piece', 1008, { type: 'other' }],
      ['piece', 1008, live({ at: null as never })],
      ['piece', 1003, Buffer.from([1, 2, 3])],
      ['piece', 1009, 'x'.repeat(65 * 1024)],
    ]
    for (const [role, code, message] of refused) {
      const { socket, closed } = await connect(url, role)
      socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message))
      expect([message, await closed]).toEqual([message, code])
    }
    const piece = await connect(url, 'piece')
    piece.say(live())
    piece.say(live({ device: 'other' }))
    expect(await piece.closed).toBe(1008)
    expect(await (await connect(url, 'nobody')).closed).toBe(1008)
    await expect
      .poll(async () => (await (await get('health')).json()).live, POLL_OPTIONS)
      .toEqual({ piece: 0, spectator: 0 })
    const stranger = new WebSocket(`${url.replace('http', 'ws')}live?role=piece`, { origin: 'http://evil.example' })
    await expect(once(stranger, 'open')).rejects.toThrow('403')
  })

  test('end with close code 1001 when the server closes', async () => {
    const { url, close } = await openServer()
    const { closed } = await connect(url, 'spectator')
    await close()
    expect(await closed).toBe(1001)
  })

  test('of any form do not stop the server', async () => {
    const { url, get } = await openServer()
    const watching = await connect(url, 'spectator')
    const frame = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.json(),
      fc.uint8Array({ maxLength: 300 }),
      fc.record({ type: fc.constantFrom('live', 'ping', 'pong', '__proto__'), at: fc.anything(), sent: fc.double() }),
      fc.constant(live()),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('piece', 'spectator'),
        fc.array(frame, { maxLength: 5 }),
        async (role, frames) => {
          const { socket, closed } = await connect(url, role)
          for (const one of frames)
            socket.send(typeof one === 'string' || one instanceof Uint8Array ? one : JSON.stringify(one))
          socket.close()
          await closed
        },
      ),
      { numRuns: 40 },
    )
    // Bytes that violate the WebSocket protocol.
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 60 }), async (bytes) => {
        const { socket, closed } = await connect(url, 'piece')
        const raw = (socket as unknown as { _socket: import('node:net').Socket })._socket
        raw.end(bytes)
        await closed
      }),
      { numRuns: 40 },
    )
    for (const message of watching.heard) expect(['live', 'gone']).toContain((message as { type: string }).type)
    const health = await (await get('health')).json()
    expect(health.errors['answer-failed']).toBe(0)
    expect(health.live).toEqual({ piece: 0, spectator: 1 })
  })
})

test('the rate limit passes 60 messages a second, drops more, and reports a flood', () => {
  const spend = createMessageRateLimit(60)
  const steady = Array.from({ length: 600 }, (_, i) => spend(1000 + i * 17))
  expect(new Set(steady)).toEqual(new Set(['fine']))
  const burst = Array.from({ length: 700 }, () => spend(20_000))
  expect(burst.filter((one) => one === 'fine')).toHaveLength(60)
  expect(burst.indexOf('flood')).toBe(660)
  expect(spend(30_000)).toBe('fine')
})

test('a slow spectator gets only the latest message of each device', () => {
  const sent: string[] = []
  const done: (() => void)[] = []
  const socket = {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: 0,
    send(text: string, callback: () => void) {
      sent.push(text)
      done.push(callback)
    },
  }
  const show = createSpectatorSender(socket as never)
  show('hall', 'hall 1')
  socket.bufferedAmount = 100_000
  for (let i = 2; i < 50; i++) show('hall', `hall ${i}`)
  show('wall', 'wall 1')
  done[0]?.()
  expect(sent).toEqual(['hall 1'])
  socket.bufferedAmount = 0
  done[0]?.()
  expect(sent).toEqual(['hall 1', 'hall 49', 'wall 1'])
  socket.readyState = 3
  show('hall', 'hall 50')
  expect(sent).toHaveLength(3)
})

describe('commands', () => {
  test('reach devices by name, or all; second screens only start again; strangers get none', async () => {
    const { url, post } = await openServer()
    const { cookie } = await enterPin(post)
    const hall = await connect(url, 'piece&device=hall')
    const byMessage = await connect(url, 'piece')
    byMessage.say(live({ device: 'foyer' }))
    const screen = await connect(url, 'spectator&device=hall-screen')
    await expect.poll(() => screen.heard.length, POLL_OPTIONS).toBe(1)
    const stranger = await connect(url, 'piece&device=hall', { headers: ELSEWHERE })
    stranger.say(live({ device: 'hall' }))
    const command = async (device: string, what: object, headers = { cookie }) => {
      const answer = await post('api/staff/command', { device, command: what }, headers)
      return answer.ok ? (await answer.json()).devices : answer.status
    }
    expect(await command('all', { do: 'next' })).toEqual(['hall', 'foyer'])
    expect(await command('foyer', { do: 'volume', level: 0.5 })).toEqual(['foyer'])
    expect(await command('all', { do: 'restart' })).toEqual(['hall', 'foyer', 'hall-screen'])
    expect(await command('nobody', { do: 'next' })).toEqual([])
    const message = (what: object) => ({ type: 'command', command: what })
    await expect
      .poll(() => [hall.heard, byMessage.heard, screen.heard.slice(1)], POLL_OPTIONS)
      .toEqual([
        [message({ do: 'next' }), message({ do: 'restart' })],
        [message({ do: 'next' }), message({ do: 'volume', level: 0.5 }), message({ do: 'restart' })],
        [message({ do: 'restart' })],
      ])
    expect(stranger.heard).toEqual([])
    for (const bad of [{ do: 'volume', level: 2 }, { do: 'explode' }, { do: 'song', song: '../x' }, {}])
      expect(await command('all', bad)).toBe(400)
    expect(await command('all', { do: 'next' }, { cookie: '' })).toBe(401)
    hall.socket.close()
    await hall.closed
    await expect.poll(() => command('hall', { do: 'next' }), POLL_OPTIONS).toEqual([])
  })

  test('reach a device that was let in by its own name, whatever it calls itself, until its key is withdrawn', async () => {
    const { url, post } = await openServer()
    const staff = await enterPin(post)
    const { code } = await (await post('api/staff/code', {}, staff)).json()
    const entry = await post('api/staff/enter', { pin: code, device: 'quest-1' }, ELSEWHERE)
    const cookie = entry.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const quest = await connect(url, 'piece&device=hall', { headers: { ...ELSEWHERE, cookie } })
    const next = async (device: string) =>
      (await (await post('api/staff/command', { device, command: { do: 'next' } }, staff)).json()).devices
    expect(await next('hall')).toEqual([])
    expect(await next('quest-1')).toEqual(['quest-1'])
    await post('api/staff/withdraw', { device: 'quest-1' }, staff)
    expect(await quest.closed).toBe(1008)
    expect(await next('quest-1')).toEqual([])
  })

  test('that start a device end the end of its day', async () => {
    const { url, post } = await openServer()
    const staff = await enterPin(post)
    await connect(url, 'piece&device=hall')
    const beat = async () => (await post('api/heartbeat', createHeartbeat('hall'))).json()
    await post('api/staff/closed', { device: 'hall', closed: true }, staff)
    expect(await beat()).toEqual({ closed: true })
    await post('api/staff/command', { device: 'hall', command: { do: 'start' } }, staff)
    await expect.poll(beat, POLL_OPTIONS).toEqual({ closed: false })
  })
})
