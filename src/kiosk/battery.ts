import type { Heartbeat } from '../../protocol/health.ts'

/** Battery Status API, which browsers of one engine have. */
type BatteryManager = { level: number; charging: boolean }

/**
 * @param hasBattery of a headset: it may be full
 * @returns reads the charge; null until the browser has told it, and for good if it does not
 */
export function watchBattery(
  hasBattery: boolean,
  source: { getBattery?: () => Promise<BatteryManager> } = navigator as never,
): () => Heartbeat['battery'] {
  let battery: BatteryManager | null = null
  source.getBattery?.().then(
    (manager) => {
      battery = manager
    },
    () => {},
  )
  return () => {
    // A computer without a battery is told as a full one that charges.
    if (!battery || (!hasBattery && battery.level === 1 && battery.charging) || !(battery.level >= 0)) return null
    return { level: Math.round(Math.min(1, battery.level) * 100) / 100, charging: battery.charging }
  }
}
