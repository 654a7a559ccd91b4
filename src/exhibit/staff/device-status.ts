/** Shown by shape and text as well as by color. */
export type DeviceStatus = 'good' | 'slow' | 'silent'

/** Heartbeats arrive every five seconds. */
const SILENT_AFTER_S = 60
/** A lower frame rate is not smooth; a closed exhibit renders one frame per second on purpose. */
const MIN_SMOOTH_FPS = 20

export function getDeviceStatus({ scene, fps, age }: { scene: string; fps: number; age: number }): DeviceStatus {
  if (age > SILENT_AFTER_S) return 'silent'
  return fps < MIN_SMOOTH_FPS && scene !== 'closed' ? 'slow' : 'good'
}
