import { hostname, networkInterfaces } from 'node:os'

/** This machine's IPv4 addresses that others can reach; most likely one first: home and office networks before others. */
export function listNetworkAddresses(interfaces = networkInterfaces()): string[] {
  const found = Object.entries(interfaces).flatMap(([name, entries = []]) =>
    entries
      .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
      .map(({ address }) => ({ address, rank: rankAddress(name, address) })),
  )
  return found.sort((a, b) => a.rank - b.rank).map(({ address }) => address)
}

/** Virtual machines and containers bring networks of their own, which no headset is in. */
function rankAddress(name: string, address: string): number {
  if (/^(docker|br-|veth|virbr|vmnet|vboxnet|tun|tap|utun|wg|zt)/.test(name)) return 2
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address) ? 0 : 1
}

/** Names under which this machine may be called in its own network. */
export function listNetworkNames(name = hostname()): string[] {
  const short = name.split('.')[0]?.toLowerCase() ?? ''
  return /^[a-z0-9-]+$/.test(short) && short !== 'localhost' ? [short, `${short}.local`] : []
}
