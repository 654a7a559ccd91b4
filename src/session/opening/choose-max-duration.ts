import { MAX_DURATION_S } from '../../../audio/decoding/assert-duration.ts'
import type { Seconds } from '../../../audio/units.ts'
import { isHandheld } from '../is-handheld.ts'

/** Analysis and playback hold some 0.2 MB for each second of a long song; iOS ends a page that takes much more than 300 MB. */
const MAX_HANDHELD_DURATION_S: Seconds = 20 * 60
/** As navigator.deviceMemory tells it, at most 8. */
const AMPLE_MEMORY_GB = 4

/** The longest song that this device has memory for: phones and tablets must tell that they have plenty. */
export function chooseMaxDuration(): Seconds {
  const { deviceMemory = 0 } = navigator as { deviceMemory?: number }
  return isHandheld() && deviceMemory < AMPLE_MEMORY_GB ? MAX_HANDHELD_DURATION_S : MAX_DURATION_S
}
