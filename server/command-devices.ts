import type { DeviceCommand } from '../protocol/device-commands.ts'
import { recordError, type ServerContext } from './server-context.ts'

/**
 * Has devices do what staff or a house's show control asks for. A device that starts is no longer closed for the day.
 * @param device a name, or `all`
 * @returns the names of the devices that were reached
 */
export function commandDevices(
  context: Pick<ServerContext, 'deviceLinks' | 'closings' | 'errorCounts' | 'log'>,
  device: string,
  command: DeviceCommand,
): string[] {
  const { deviceLinks, closings } = context
  const reached = deviceLinks.command(device, command)
  if (command.do === 'start')
    for (const name of reached)
      closings.set(name, false).catch((error: unknown) => recordError(context, 'counts-failed', error))
  return reached
}
