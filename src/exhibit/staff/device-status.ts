/** Shown by shape and text as well as by color. */
export type DeviceStatus = 'good' | 'slow' | 'down' | 'silent'

/** Heartbeats arrive every five seconds. */
const SILENT_AFTER_S = 60
/** A lower frame rate is not smooth; a closed exhibit renders one frame per second on purpose. */
const MIN_SMOOTH_FPS = 20

type DeviceState = { scene: string; fps: number; age: number; problems: readonly string[] }

export function getDeviceStatus({ scene, fps, age, problems }: DeviceState): DeviceStatus {
  if (age > SILENT_AFTER_S) return 'silent'
  if (problems.length > 0) return 'down'
  return fps < MIN_SMOOTH_FPS && scene !== 'closed' ? 'slow' : 'good'
}
