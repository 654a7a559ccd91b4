/** Percent of each color of an RGB strip. */
type Rgb = readonly [red: number, green: number, blue: number]
export type LightLevels = { strip: Rgb; lamp: number }

/** What songwalk tells by OSC, each from 0 to 1. */
export type HeardState = { present: number; played: number; level: number }

/** Red at the song's beginning, violet at its end, as its boxes. */
const LAST_HUE_DEGREES = 270
const RESTING_BRIGHTNESS = 0.1
const RESTING_LAMP_PERCENT = 20

/** The strip has the color of the place in the song and the brightness of the sound; the lamp is up while a visitor is there. */
export function computeLights({ present, played, level }: HeardState): LightLevels {
  const brightness = present > 0 ? RESTING_BRIGHTNESS + (1 - RESTING_BRIGHTNESS) * level : RESTING_BRIGHTNESS
  const hue = (LAST_HUE_DEGREES / 60) * Math.min(1, Math.max(0, played))
  const mix = (offset: number) => {
    const k = (offset + hue) % 6
    return Math.round(100 * brightness * (1 - Math.max(0, Math.min(k, 4 - k, 1))))
  }
  return { strip: [mix(5), mix(3), mix(1)], lamp: present > 0 ? 100 : RESTING_LAMP_PERCENT }
}

/** 2.9 changes a second: above 3, light can set off seizures. */
export const MIN_CHANGE_INTERVAL_MS = 345

/**
 * Passes on the newest levels, never before the interval since the change before is over. All lights change together:
 * two that took turns would be twice as fast.
 */
export function createChangeLimit(send: (levels: LightLevels) => void, now: () => number = () => performance.now()) {
  let sent = ''
  let sentAt = Number.NEGATIVE_INFINITY
  let waiting: LightLevels | null = null
  let timer: NodeJS.Timeout | undefined

  function sendWaiting(): void {
    timer = undefined
    const waitMs = sentAt + MIN_CHANGE_INTERVAL_MS - now()
    if (waitMs > 0) {
      timer = setTimeout(sendWaiting, Math.ceil(waitMs))
      return
    }
    const levels = waiting
    waiting = null
    if (!levels || JSON.stringify(levels) === sent) return
    sent = JSON.stringify(levels)
    sentAt = now()
    send(levels)
  }

  return {
    change: (levels: LightLevels): void => {
      waiting = levels
      if (!timer) sendWaiting()
    },
    close: (): void => clearTimeout(timer),
  }
}
