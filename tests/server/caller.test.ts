import cookie from '@fastify/cookie'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { type Caller, createCallerReader, deviceCookie } from '../../server/caller.ts'
import { createProxyTrust } from '../../server/trust-proxy.ts'

const readCaller = createCallerReader((key) => (key === 'right' ? 'quest-1' : null))

async function createReader(proxies: readonly string[] = []) {
  const app = fastify({ trustProxy: createProxyTrust(proxies) })
  await app.register(cookie)
  app.get('/', (request, reply) => deviceCookie.set(request, reply, 'key').send(readCaller(request)))
  const ask = (remoteAddress: string, host = 'localhost', headers: Record<string, string> = {}) =>
    app.inject({ url: '/', remoteAddress, headers: { host, ...headers } })
  return {
    read: async (...request: Parameters<typeof ask>): Promise<Caller> => (await ask(...request)).json(),
    readSetCookie: async (...request: Parameters<typeof ask>) => String((await ask(...request)).headers['set-cookie']),
  }
}

test('only pages of this computer under its local names are local; a proxy on it is not', async () => {
  const { read } = await createReader()
  for (const [address, host] of [
    ['127.0.0.1', 'localhost'],
    ['::1', '[::1]:8080'],
    ['::ffff:127.0.0.1', '127.0.0.1:8080'],
  ])
    expect((await read(address as string, host)).kind).toBe('local')
  const callers = [
    read('192.0.2.1'),
    read('127.0.0.1', 'museum.example'),
    read('127.0.0.1', 'localhost', { 'x-forwarded-for': '127.0.0.1' }),
    read('127.0.0.1', 'localhost', { forwarded: 'for=127.0.0.1' }),
    read('127.0.0.1', 'localhost', { via: '1.1 proxy' }),
  ]
  expect(new Set((await Promise.all(callers)).map(({ kind }) => kind))).toEqual(new Set(['stranger']))
})

test('an address is an IPv4 address or a network of IPv6', async () => {
  const { read } = await createReader()
  for (const [from, address] of [
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:aaaa::1', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ] as const)
    expect(await read(from)).toEqual({ kind: 'stranger', address })
})

test('where a request comes from is the word of the last proxy that is trusted: this computer, or one that was named', async () => {
  const named = await createReader(['10.0.0.5'])
  const unnamed = await createReader()
  const through = (...addresses: string[]) => ['museum.example', { 'x-forwarded-for': addresses.join(', ') }] as const
  for (const [reader, from, addresses, address] of [
    [unnamed, '127.0.0.1', ['198.51.100.9', '192.0.2.5'], '192.0.2.5'],
    [unnamed, '10.0.0.5', ['192.0.2.5'], '10.0.0.5'],
    [named, '10.0.0.5', ['192.0.2.5'], '192.0.2.5'],
    [named, '10.0.0.6', ['192.0.2.5'], '10.0.0.6'],
    [named, '127.0.0.1', ['198.51.100.9', '192.0.2.5', '10.0.0.5'], '192.0.2.5'],
    [unnamed, '127.0.0.1', ['not an address'], 'proxy'],
  ] as const)
    expect(await reader.read(from, ...through(...addresses))).toEqual({ kind: 'stranger', address })
  expect(await unnamed.read('127.0.0.1', 'museum.example')).toEqual({ kind: 'stranger', address: 'proxy' })
})

test('a key makes a device known, from wherever it comes', async () => {
  const { read } = await createReader()
  const headers = { cookie: 'songwalk-device=right' }
  expect(await read('192.0.2.1', 'museum.example', headers)).toEqual({ kind: 'device', name: 'quest-1' })
  expect((await read('192.0.2.1', 'x', { cookie: 'songwalk-device=wrong' })).kind).toBe('stranger')
})

test('the cookie of a key is for the scheme and the path that the page has, also behind a proxy', async () => {
  const { readSetCookie } = await createReader()
  const behind = (proto: string, prefix?: string) =>
    readSetCookie('127.0.0.1', 'museum.example', {
      'x-forwarded-for': '192.0.2.5',
      'x-forwarded-proto': proto,
      ...(prefix === undefined ? {} : { 'x-forwarded-prefix': prefix }),
    })
  expect(await readSetCookie('127.0.0.1')).toMatch(
    /^songwalk-device=key; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Strict$/,
  )
  expect(await behind('https')).toMatch(/^__Host-songwalk-device=key; .*Path=\/; HttpOnly; Secure; SameSite=Strict$/)
  expect(await behind('https', '/songwalk')).toMatch(
    /^__Secure-songwalk-device=key; .*Path=\/songwalk\/; HttpOnly; Secure/,
  )
  expect(await behind('http', '/a/b/')).toMatch(/^songwalk-device=key; .*Path=\/a\/b\/; HttpOnly; SameSite/)
  for (const prefix of ['songwalk', '/a/../b', '/a; Domain=example', '//evil', '/'])
    expect(await behind('https', prefix)).toContain('__Host-songwalk-device=key')
})
