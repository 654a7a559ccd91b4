import { isIP } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isLoopback } from './network.ts'

/**
 * Who sends a request: a page on this computer, a device that the staff has let in, or anybody else. Addresses are kept
 * in memory only.
 */
export type Caller = { kind: 'local' } | { kind: 'device'; name: string } | { kind: 'stranger'; address: string }

/** Proxies add one of these: then a request from this computer is another's. */
const FORWARDING_HEADERS = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via', 'x-forwarded-host'] as const

/** @param findDevice the name of the device that has this key, or null */
export const createCallerReader =
  (findDevice: (key: string | undefined) => string | null) =>
  (request: FastifyRequest): Caller => {
    const name = findDevice(readDeviceCookie(request))
    if (name !== null) return { kind: 'device', name }
    const { remoteAddress = '' } = request.raw.socket
    const isForwarded = FORWARDING_HEADERS.some((header) => request.headers[header] !== undefined)
    if (!isLoopback(stripIpv4Prefix(remoteAddress))) return { kind: 'stranger', address: toNetwork(remoteAddress) }
    if (!isForwarded && isLoopback(request.hostname.replace(/^\[|\]$/g, ''))) return { kind: 'local' }
    // Only the last address was added by the proxy of this computer.
    const forwarded = String(request.headers['x-forwarded-for'] ?? '')
      .split(',')
      .at(-1)
      ?.trim()
    return { kind: 'stranger', address: forwarded && isIP(forwarded) ? toNetwork(forwarded) : 'proxy' }
  }

/** Two names, because browsers share cookies among ports, and http://localhost cannot overwrite a cookie of HTTPS. */
const getDeviceCookieName = ({ protocol }: FastifyRequest): string =>
  protocol === 'https' ? '__Host-songwalk-device' : 'songwalk-device'

/** Browsers keep no cookie longer than 400 days; each use of the key begins them anew. */
const DEVICE_COOKIE_S = 400 * 24 * 60 * 60

export const readDeviceCookie = (request: FastifyRequest): string | undefined =>
  request.cookies[getDeviceCookieName(request)]

/** Scripts cannot read it, and it is sent with requests and WebSockets of this server's pages alone. */
export const setDeviceCookie = (request: FastifyRequest, reply: FastifyReply, key: string) =>
  reply.setCookie(getDeviceCookieName(request), key, {
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
    path: '/',
    maxAge: DEVICE_COOKIE_S,
  })

const stripIpv4Prefix = (address: string) => address.replace(/^::ffff:/, '')

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
