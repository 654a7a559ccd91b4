/** How a device is: told by shape and word as well as by color. */
export type DeviceStatus = 'good' | 'slow' | 'silent'

/** Seconds; a heartbeat comes every few. */
const SILENT_AFTER_S = 60
/** Pictures a second; less is not smooth. A closed piece draws one a second on purpose. */
const MIN_SMOOTH_FPS = 20

export function getDeviceStatus({ scene, fps, age }: { scene: string; fps: number; age: number }): DeviceStatus {
  if (age > SILENT_AFTER_S) return 'silent'
  return fps < MIN_SMOOTH_FPS && scene !== 'closed' ? 'slow' : 'good'
}
