import type { DeviceRole } from '../../protocol/health.ts'
import { isSpectatorPage } from './page-kind.ts'
import { readDeviceName } from './read-device-name.ts'

/** The longest name leaves room for the ending. */
const MAX_REQUESTED_LENGTH = 33

/** Who this page is in heartbeats: a second screen that follows a piece of some name has another one. */
export function readIdentity(): { device: string; role: DeviceRole } {
  if (!isSpectatorPage(window.location.href)) return { device: readDeviceName(), role: 'piece' }
  const requested = new URLSearchParams(window.location.search).get('device')
  const device =
    requested === null ? readDeviceName() : `${requested.slice(0, MAX_REQUESTED_LENGTH).toLowerCase()}-screen`
  return { device, role: 'spectator' }
}
