import type { CommandMessage, DeviceCommand } from '../protocol/device-commands.ts'
import type { DeviceRole } from '../protocol/health.ts'

/** A connected page of a known device. */
type Link = { device: string; role: DeviceRole; send: (text: string) => void; close: () => void }

/** The open connections of known devices: the one way by which commands reach them. */
export function createDeviceLinks() {
  const links = new Set<Link>()

  /** @returns the names of the devices that were reached */
  function send(isMeant: (link: Link) => boolean, message: object): string[] {
    const text = JSON.stringify(message)
    const reached = [...links].filter(isMeant)
    for (const link of reached) link.send(text)
    return [...new Set(reached.map(({ device }) => device))]
  }

  return {
    /** @returns removes the connection */
    add(link: Link): () => void {
      links.add(link)
      return () => links.delete(link)
    },
    send,
    /** The names of the pieces that are connected. */
    list: (): string[] => [...new Set([...links].filter(({ role }) => role === 'piece').map(({ device }) => device))],
    /** Whether a page of the device is there. */
    has: (device: string, role: DeviceRole): boolean =>
      [...links].some((link) => link.device === device && link.role === role),
    /** For a device whose key was withdrawn. */
    closeAll: (device: string): void => {
      for (const link of links) if (link.device === device) link.close()
    },
    /**
     * A second screen does nothing but start again.
     * @param target the name of a device, or `all`
     */
    command: (target: string, command: DeviceCommand): string[] =>
      send(
        ({ device, role }) => (target === 'all' || device === target) && (role === 'piece' || command.do === 'restart'),
        { type: 'command', command } satisfies CommandMessage,
      ),
  }
}
export type DeviceLinks = ReturnType<typeof createDeviceLinks>
