import type { FastifyRequest } from 'fastify'
import { isLoopback } from './network.ts'

/** Proxies add one of these; Caddy and nginx the first. */
const FORWARDING_HEADERS = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via', 'x-forwarded-host'] as const
const PREFIX_PATTERN = /^(\/[\w.~-]{1,40}){1,5}\/?$/

export const stripIpv4Prefix = (address: string) => address.replace(/^::ffff:/, '')

/**
 * Whether the word of an address is taken for where a request comes from: of this computer, and of the proxies that the
 * operator has named. Fastify then reads `X-Forwarded-For` and `X-Forwarded-Proto`.
 */
export const createProxyTrust =
  (proxies: readonly string[]) =>
  (address: string): boolean =>
    isLoopback(stripIpv4Prefix(address)) || proxies.includes(stripIpv4Prefix(address))

/** Whether a request came through a proxy. Version 1.0 is that of nginx unless it is told otherwise; no browser speaks it. */
export const isForwarded = ({ headers, raw }: FastifyRequest): boolean =>
  raw.httpVersion === '1.0' || FORWARDING_HEADERS.some((header) => headers[header] !== undefined)

/** The path under which a proxy serves this server, with a slash at its end. */
export function readPathPrefix({ headers }: FastifyRequest): string {
  const prefix = headers['x-forwarded-prefix']
  if (typeof prefix !== 'string' || !PREFIX_PATTERN.test(prefix) || prefix.includes('/..')) return '/'
  return prefix.endsWith('/') ? prefix : `${prefix}/`
}
