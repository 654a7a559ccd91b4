import type { Radians, Seconds } from '../../audio/units.ts'

/** Pushed forward as far as this a stick aims; as far as this it goes on aiming, in any direction but back. */
const PUSHED = 0.7
const FIRM = 0.5
/** A stick that was let go is nearer to the middle than this. */
const MIDDLE = 0.2
/** A stick that was let go springs back within this time; one that is led back takes longer. */
const SPRING_TIME_S: Seconds = 0.12

/** `spent`: called off, until the stick has been in the middle. */
export type StickAim = { phase: 'rest' | 'aim' | 'spent'; angle: Radians; slackTime: Seconds }

export const createStickAim = (): StickAim => ({ phase: 'rest', angle: 0, slackTime: 0 })

/**
 * Reads a thumbstick that aims a teleport: pushed forward it aims, let go it goes there, and pulled back or led back slowly
 * it calls off.
 * @param x right and y back, -1 to 1.
 * @returns what happens now; `hold`: the aim stays where it is while the stick springs back.
 */
export function stepStickAim(
  aim: StickAim,
  x: number,
  y: number,
  dt: Seconds,
): 'aim' | 'hold' | 'go' | 'callOff' | null {
  const push = Math.hypot(x, y)
  if (aim.phase === 'spent' && push < MIDDLE) aim.phase = 'rest'
  if (aim.phase === 'rest' && push > PUSHED && -y >= Math.abs(x)) aim.phase = 'aim'
  if (aim.phase !== 'aim') return null
  if (push >= FIRM) {
    aim.slackTime = 0
    if (y >= Math.abs(x)) return callOffStickAim(aim)
    aim.angle = Math.atan2(x, -y)
    return 'aim'
  }
  if (push < MIDDLE) {
    aim.phase = 'rest'
    aim.slackTime = 0
    return 'go'
  }
  aim.slackTime += dt
  return aim.slackTime > SPRING_TIME_S ? callOffStickAim(aim) : 'hold'
}

/** Calls off what a stick aims. */
export function callOffStickAim(aim: StickAim): 'callOff' {
  aim.phase = 'spent'
  aim.slackTime = 0
  return 'callOff'
}
