import type { ControlConfig } from '../../protocol/control-config.ts'
import type { OscEvent } from './osc-states.ts'

/** Chunks that wait for their turn; of other states the newest alone is sent. */
const MAX_WAITING_CHUNKS = 8

type Slot = { sentAt: number; waiting: OscEvent[]; timer: NodeJS.Timeout | undefined }

/**
 * Sends a target what it asks for, each state of each device at its rate at most; what comes in between is sent as soon
 * as the rate allows.
 * @param now milliseconds of a clock that never goes back
 */
export function createOscTarget(
  { send: states, devices, rate }: ControlConfig['oscOut'][number],
  send: (event: OscEvent) => void,
  now: () => number = () => performance.now(),
) {
  const slots = new Map<string, Slot>()
  const intervalMs = 1000 / rate

  function sendNext(slot: Slot): void {
    slot.timer = undefined
    const event = slot.waiting.shift()
    if (!event) return
    slot.sentAt = now()
    send(event)
    if (slot.waiting.length > 0) slot.timer = setTimeout(sendNext, intervalMs, slot)
  }

  return {
    offer(event: OscEvent): void {
      const { device, state } = event
      if (!states.includes(state) || (devices.length > 0 && !devices.includes(device))) return
      const key = `${device} ${state}`
      const slot = slots.get(key) ?? { sentAt: -Infinity, waiting: [], timer: undefined }
      slots.set(key, slot)
      if (state !== 'chunk') slot.waiting.length = 0
      else if (slot.waiting.length >= MAX_WAITING_CHUNKS) slot.waiting.shift()
      slot.waiting.push(event)
      const waitMs = slot.sentAt + intervalMs - now()
      if (slot.timer) return
      if (waitMs <= 0) sendNext(slot)
      else slot.timer = setTimeout(sendNext, waitMs, slot)
    },
    /** A device that is gone; what waits is sent. */
    forget(device: string): void {
      for (const key of slots.keys()) if (key.startsWith(`${device} `)) slots.delete(key)
    },
    close(): void {
      for (const { timer } of slots.values()) clearTimeout(timer)
      slots.clear()
    },
  }
}
