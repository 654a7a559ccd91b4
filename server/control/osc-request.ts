import type { OscMessage } from './osc-packet.ts'

const MAX_ADDRESS_LENGTH = 200
const PLAIN_COMMANDS = ['start', 'stop', 'next', 'restart']

/** What a message asks for, not yet checked: `devices` is a pattern, or `all`. */
export type OscRequest = { devices: string; request: object }

/**
 * `/songwalk/<command>` is for all devices, `/songwalk/<devices>/<command>` for some. A button that is let go sends 0 and
 * means nothing: `released`.
 * @returns null for other addresses and arguments
 */
export function readOscRequest({
  address,
  args,
}: Pick<OscMessage, 'address' | 'args'>): OscRequest | 'released' | null {
  if (address.length > MAX_ADDRESS_LENGTH) return null
  const [empty, root, ...parts] = address.split('/')
  if (empty !== '' || root !== 'songwalk' || parts.length < 1 || parts.length > 2 || args.length > 1) return null
  const command = parts.at(-1) as string
  const devices = parts.length === 2 ? (parts[0] as string) : 'all'
  const [value] = args
  if (PLAIN_COMMANDS.includes(command)) {
    if (value === 0 || value === false) return 'released'
    const isPressed = args.length === 0 || typeof value === 'number' || value === true || value === null
    return isPressed ? { devices, request: { do: command } } : null
  }
  const request = createRequest(command, value)
  return request && { devices, request }
}

function createRequest(command: string, value: unknown): object | null {
  switch (command) {
    case 'song':
      return { do: command, song: value }
    case 'volume':
      return { do: command, level: value }
    case 'mute':
      return { do: command, on: value === 1 || value === 0 ? value === 1 : value }
    case 'language':
      return { do: command, language: value }
    default:
      return null
  }
}
