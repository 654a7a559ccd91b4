import { createBoundedMap } from './bounded-map.ts'

const MAX_DEVICES = 500
const MAX_RECEIPTS = 10_000
/** A device that was silent longer has gone. */
const LIFETIME_MS = 60_000

/** Devices that nobody has let in: only how many there are, and how many visits they have sent since the start. */
export function createOthers(now: () => number = () => performance.now()) {
  const devices = createBoundedMap<number>(MAX_DEVICES)
  const receipts = createBoundedMap<true>(MAX_RECEIPTS)
  let visits = 0
  return {
    recordHeartbeat: (address: string, device: string): void => devices.set(`${address} ${device}`, now()),
    recordVisit: (receipt: string): void => {
      if (receipts.get(receipt)) return
      receipts.set(receipt, true)
      visits++
    },
    read: () => ({ devices: [...devices.entries()].filter(([, at]) => now() - at < LIFETIME_MS).length, visits }),
  }
}
export type Others = ReturnType<typeof createOthers>
