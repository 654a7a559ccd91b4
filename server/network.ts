import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'

/** Whether a host name or address can be reached from this computer only. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

/** IPv4 addresses of this computer that others can reach; those of home and office networks first. */
export function listNetworkAddresses(interfaces = networkInterfaces()): string[] {
  const found = Object.entries(interfaces).flatMap(([name, entries = []]) =>
    entries
      .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
      .map(({ address }) => ({ address, rank: rankAddress(name, address) })),
  )
  return found.sort((a, b) => a.rank - b.rank).map(({ address }) => address)
}

/** Networks of virtual machines, containers and VPNs come last: no headset is in them. */
function rankAddress(interfaceName: string, address: string): number {
  if (/^(docker|br-|veth|virbr|vmnet|vboxnet|tun|tap|utun|wg|zt)/.test(interfaceName)) return 2
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address) ? 0 : 1
}

/** Names of this computer in its network. */
export function listNetworkNames(name = hostname()): string[] {
  const short = name.split('.')[0]?.toLowerCase() ?? ''
  return /^[a-z0-9-]+$/.test(short) && short !== 'localhost' ? [short, `${short}.local`] : []
}
