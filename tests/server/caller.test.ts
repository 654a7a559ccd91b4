import type { FastifyRequest } from 'fastify'
import { expect, test } from 'vitest'
import { createCallerReader } from '../../server/caller.ts'

const readCaller = createCallerReader((key) => (key === 'right' ? 'quest-1' : null))
const request = (remoteAddress: string, hostname = 'localhost', headers: object = {}, cookies: object = {}) =>
  ({ raw: { socket: { remoteAddress } }, hostname, headers, cookies, protocol: 'http' }) as unknown as FastifyRequest

test('only pages of this computer under its local names are local; a proxy on it is not', () => {
  for (const [address, host] of [
    ['127.0.0.1', 'localhost'],
    ['::1', '[::1]'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
  ])
    expect(readCaller(request(address as string, host)).kind).toBe('local')
  const kinds = [
    request('192.0.2.1'),
    request('127.0.0.1', 'museum.example'),
    request('127.0.0.1', 'localhost', { 'x-forwarded-for': '127.0.0.1' }),
    request('127.0.0.1', 'localhost', { forwarded: 'for=127.0.0.1' }),
    request('127.0.0.1', 'localhost', { via: '1.1 proxy' }),
    request(''),
  ].map((one) => readCaller(one).kind)
  expect(new Set(kinds)).toEqual(new Set(['stranger']))
})

test('an address is an IPv4 address or a network of IPv6; of forwarded ones the last counts', () => {
  const address = (one: FastifyRequest) => (readCaller(one) as { address: string }).address
  expect(address(request('::ffff:192.0.2.1'))).toBe('192.0.2.1')
  expect(address(request('2001:db8:1:2:aaaa::1'))).toBe('2001:db8:1:2')
  expect(address(request('2001:db8::1'))).toBe('2001:db8:0:0')
  expect(address(request('fe80::1%eth0'))).toBe('fe80:0:0:0')
  expect(address(request('127.0.0.1', 'localhost', { 'x-forwarded-for': '198.51.100.9, 192.0.2.5' }))).toBe('192.0.2.5')
  // From elsewhere the header is anybody's word.
  expect(address(request('192.0.2.1', 'localhost', { 'x-forwarded-for': '10.0.0.1' }))).toBe('192.0.2.1')
})

test('a key makes a device known, from wherever it comes', () => {
  const cookies = { 'songwalk-device': 'right' }
  expect(readCaller(request('192.0.2.1', 'museum.example', {}, cookies))).toEqual({ kind: 'device', name: 'quest-1' })
  expect(readCaller(request('192.0.2.1', 'x', {}, { 'songwalk-device': 'wrong' })).kind).toBe('stranger')
})
