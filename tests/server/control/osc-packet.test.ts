import fc from 'fast-check'
import { encode } from 'node-osc'
import { describe, expect, test } from 'vitest'
import { readOscPacket } from '../../../server/control/osc-packet.ts'
import { readOscRequest } from '../../../server/control/osc-request.ts'

const message = (address: string, ...args: unknown[]) => ({ oscType: 'message', address, args })
const bundle = (timetag: number, ...elements: object[]) => ({ oscType: 'bundle', timetag, elements })
const read = (packet: object) => readOscPacket(encode(packet))

describe('readOscPacket', () => {
  test('gives the messages of a packet in their order, each at the time of its own bundle', () => {
    expect(read(message('/a', 1, 'x', true))).toEqual([{ address: '/a', args: [1, 'x', true], at: null }])
    expect(read(bundle(0, message('/a'), message('/b')))?.map(({ address, at }) => [address, at])).toEqual([
      ['/a', null],
      ['/b', null],
    ])
    const seconds = 1_900_000_000.25
    expect(read(bundle(seconds, message('/a'), bundle(seconds + 1, message('/b'))))?.map(({ at }) => at)).toEqual([
      seconds * 1000,
      seconds * 1000 + 1000,
    ])
  })

  test('refuses nonsense, packets cut short, unknown types, bundles nested deep and long packets', () => {
    const whole = encode(bundle(0, message('/songwalk/volume', 0.5)))
    for (let length = 0; length < whole.length; length++)
      if (length !== 16) expect([length, readOscPacket(whole.subarray(0, length))]).toEqual([length, null])
    expect(readOscPacket(Buffer.from('/a\0\0,h\0\0\0\0\0\0\0\0\0\0'))).toBeNull()
    expect(readOscPacket(Buffer.from('/a\0\0,[i]\0\0\0\0'))).toBeNull()
    let nested: object = message('/a')
    for (let depth = 0; depth < 9; depth++) nested = bundle(0, nested)
    expect(read(nested)).toBeNull()
    expect(read(bundle(0, ...Array.from({ length: 65 }, () => message('/a'))))).toBeNull()
    expect(read(message('/a', 'x'.repeat(9000)))).toBeNull()
    let deepest = Buffer.from('#bundle\0\0\0\0\0\0\0\0\x01')
    while (deepest.length < 65_000) {
      const size = Buffer.alloc(4)
      size.writeInt32BE(deepest.length)
      deepest = Buffer.concat([Buffer.from('#bundle\0\0\0\0\0\0\0\0\x01'), size, deepest])
    }
    expect(readOscPacket(deepest)).toBeNull()
    expect(readOscPacket(deepest.subarray(deepest.length - 8000))).toBeNull()
  })

  test('of any bytes throws nothing', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .tuple(
          fc.constantFrom('/songwalk/volume\0\0\0\0,f\0\0', '#bundle\0', '/a\0\0,ifsbTFNm\0\0\0\0'),
          fc.uint8Array(),
        )
        .map(([head, tail]) => Buffer.concat([Buffer.from(head), tail])),
    )
    fc.assert(
      fc.property(bytes, (packet) => {
        const messages = readOscPacket(Buffer.from(packet))
        for (const one of messages ?? []) readOscRequest(one)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('readOscRequest', () => {
  const ask = (address: string, ...args: unknown[]) => readOscRequest({ address, args })

  test('is for all devices, one, or those of a pattern', () => {
    expect(ask('/songwalk/next')).toEqual({ devices: 'all', request: { do: 'next' } })
    expect(ask('/songwalk/hall/volume', 0.5)).toEqual({ devices: 'hall', request: { do: 'volume', level: 0.5 } })
    expect(ask('/songwalk/{hall,foyer}/song', 3)).toEqual({ devices: '{hall,foyer}', request: { do: 'song', song: 3 } })
    expect(ask('/songwalk/mute', 1)).toEqual({ devices: 'all', request: { do: 'mute', on: true } })
    expect(ask('/songwalk/mute', false)).toEqual({ devices: 'all', request: { do: 'mute', on: false } })
    expect(ask('/songwalk/language', 'ko')).toEqual({ devices: 'all', request: { do: 'language', language: 'ko' } })
  })

  test('takes a button’s press for one command, and its release for none', () => {
    expect(ask('/songwalk/next', 1)).toMatchObject({ request: { do: 'next' } })
    expect(ask('/songwalk/next', true)).toMatchObject({ request: { do: 'next' } })
    for (const released of [0, false]) expect(ask('/songwalk/next', released)).toBe('released')
  })

  test('knows no other addresses', () => {
    for (const address of ['', '/', '/songwalk', '/songwalk/', 'songwalk/next', '/songwalk/a/b/next', '/other/next'])
      expect([address, ask(address)]).toEqual([address, null])
    for (const address of [
      '/songwalk/*',
      '/songwalk/constructor',
      '/songwalk/NEXT',
      `/songwalk/${'a'.repeat(200)}/next`,
    ])
      expect([address, ask(address)]).toEqual([address, null])
    expect(ask('/songwalk/next', 'now')).toBeNull()
    expect(ask('/songwalk/volume', 0.5, 0.5)).toBeNull()
  })
})
