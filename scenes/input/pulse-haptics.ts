/** Ticks nearer to each other than this run into a buzz. */
const MIN_PULSE_INTERVAL_MS = 70
const lastPulseTimes = new WeakMap<XRInputSource, number>()

/** Not in TypeScript's Gamepad yet: what headsets' browsers offer. */
type HapticActuator = { pulse?: (strength: number, milliseconds: number) => unknown }

/** A light tick in a controller, felt more than heard; hands have none. */
export function pulseHaptics(source: XRInputSource, strength = 0.25, milliseconds = 12): void {
  const { gamepad } = source
  if (!gamepad) return
  const now = performance.now()
  if (now - (lastPulseTimes.get(source) ?? Number.NEGATIVE_INFINITY) < MIN_PULSE_INTERVAL_MS) return
  const actuator = (gamepad as { hapticActuators?: readonly HapticActuator[] }).hapticActuators?.[0]
  const { vibrationActuator } = gamepad
  if (!actuator?.pulse && !vibrationActuator?.playEffect) return
  lastPulseTimes.set(source, now)
  // A controller that cannot vibrate just now says so by refusing; nothing is lost.
  if (actuator?.pulse) void Promise.resolve(actuator.pulse(strength, milliseconds)).catch(() => {})
  else
    vibrationActuator
      .playEffect('dual-rumble', { duration: milliseconds, strongMagnitude: strength, weakMagnitude: strength })
      .catch(() => {})
}
