/** How a device is: told by shape and word as well as by color. */
export type Lamp = 'good' | 'slow' | 'silent'

/** Seconds; a heartbeat comes every few. */
const SILENT = 60
/** Pictures a second; less is not smooth. A closed piece draws one a second on purpose. */
const SMOOTH = 20

export function lampOf({ scene, fps, age }: { scene: string; fps: number; age: number }): Lamp {
  if (age > SILENT) return 'silent'
  return fps < SMOOTH && scene !== 'closed' ? 'slow' : 'good'
}
