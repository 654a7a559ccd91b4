import { decode } from 'node-osc'

/** Consoles send less than 1500. */
const MAX_PACKET_BYTES = 8192
const MAX_BUNDLE_DEPTH = 8
const MAX_MESSAGES = 64

export type OscMessage = {
  address: string
  args: readonly unknown[]
  /** When it is to happen: milliseconds since 1970. Null: at once. */
  at: number | null
}

/** What node-osc makes of a packet: time tags in seconds since 1970, 0 for “at once”. */
type Decoded =
  | { oscType: 'message'; address: string; args: { value: unknown }[] }
  | { oscType: 'bundle'; timetag: number; elements: Decoded[] }

/** The messages of a packet in their order; null if it is malformed, too large, or nested too deep. */
export function readOscPacket(packet: Buffer): OscMessage[] | null {
  if (packet.length > MAX_PACKET_BYTES) return null
  try {
    return flatten(decode(packet) as Decoded, null, 0)
  } catch {
    return null
  }
}

function flatten(decoded: Decoded, at: number | null, depth: number): OscMessage[] | null {
  if (decoded.oscType === 'message')
    return [{ address: decoded.address, args: decoded.args.map(({ value }) => value), at }]
  if (depth >= MAX_BUNDLE_DEPTH) return null
  const messages: OscMessage[] = []
  for (const element of decoded.elements) {
    const inner = flatten(element, decoded.timetag === 0 ? null : decoded.timetag * 1000, depth + 1)
    if (!inner || messages.length + inner.length > MAX_MESSAGES) return null
    messages.push(...inner)
  }
  return messages
}
