import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { createCookie } from './create-cookie.ts'
import { isLoopback } from './network.ts'
import { isForwarded, stripIpv4Prefix } from './trust-proxy.ts'

/**
 * Who sends a request: a page on this computer, a device that the staff has let in, or anybody else. Addresses are kept
 * in memory only.
 */
export type Caller = { kind: 'local' } | { kind: 'device'; name: string } | { kind: 'stranger'; address: string }

/** Browsers keep no cookie longer than 400 days; each use of the key begins them anew. */
const DEVICE_COOKIE_S = 400 * 24 * 60 * 60

export const deviceCookie = createCookie('songwalk-device', { maxAge: DEVICE_COOKIE_S })

/** @param findDevice the name of the device that has this key, or null */
export const createCallerReader =
  (findDevice: (key: string | undefined) => string | null) =>
  (request: FastifyRequest): Caller => {
    const name = findDevice(deviceCookie.read(request))
    if (name !== null) return { kind: 'device', name }
    const isFromHere = isLoopback(stripIpv4Prefix(request.raw.socket.remoteAddress ?? ''))
    if (isFromHere && !isForwarded(request) && isLoopback(readHostName(request))) return { kind: 'local' }
    // A proxy that does not tell the address: all that come through it are one.
    const isTold = !isFromHere || (isIP(request.ip) !== 0 && request.headers['x-forwarded-for'] !== undefined)
    return { kind: 'stranger', address: isTold ? toNetwork(request.ip) : 'proxy' }
  }

const readHostName = ({ headers }: FastifyRequest): string =>
  (headers.host ?? '').replace(/:\d*$/, '').replace(/^\[|\]$/g, '')

/** One household or device has a whole /64 of IPv6. */
function toNetwork(address: string): string {
  const stripped = stripIpv4Prefix(address)
  if (isIP(stripped) !== 6) return stripped
  const [head = '', tail = ''] = (stripped.split('%')[0] ?? '').split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === '' ? [] : tail.split(':')
  const zeros = stripped.includes('::') ? Array(Math.max(0, 8 - before.length - after.length)).fill('0') : []
  return [...before, ...zeros, ...after].slice(0, 4).join(':')
}
