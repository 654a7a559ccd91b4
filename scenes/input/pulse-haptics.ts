/** Pulses closer together than this are felt as one buzz. */
const MIN_PULSE_INTERVAL_MS = 70
const lastPulseTimes = new WeakMap<XRInputSource, number>()

/** TypeScript's Gamepad lacks `hapticActuators`, which browsers of headsets have. */
type HapticActuator = { pulse?: (strength: number, durationMs: number) => unknown }

/**
 * Lets a controller vibrate shortly; does nothing for tracked hands.
 * @param strength 0-1
 */
export function pulseHaptics(source: XRInputSource, strength = 0.25, durationMs = 12): void {
  const { gamepad } = source
  if (!gamepad) return
  const now = performance.now()
  if (now - (lastPulseTimes.get(source) ?? Number.NEGATIVE_INFINITY) < MIN_PULSE_INTERVAL_MS) return
  const actuator = (gamepad as { hapticActuators?: readonly HapticActuator[] }).hapticActuators?.[0]
  const { vibrationActuator } = gamepad
  if (!actuator?.pulse && !vibrationActuator?.playEffect) return
  lastPulseTimes.set(source, now)
  // Ignore rejections: a controller that cannot vibrate now is no error.
  if (actuator?.pulse) void Promise.resolve(actuator.pulse(strength, durationMs)).catch(() => {})
  else
    vibrationActuator
      .playEffect('dual-rumble', { duration: durationMs, strongMagnitude: strength, weakMagnitude: strength })
      .catch(() => {})
}
