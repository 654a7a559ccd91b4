import { formatHour } from '../protocol/counts.ts'
import { createBoundedMap } from './bounded-map.ts'
import type { LevelEntries } from './visits/level-store.ts'

const MAX_DEVICES = 500
const MAX_RECEIPTS = 10_000
/** A device that was silent longer has gone. */
const LIFETIME_MS = 60_000
const KEY = 'others'
/** The count on the disk is at most this late. */
const WRITE_INTERVAL_MS = 5000

/**
 * Devices that nobody has let in: only how many there are, and how many visits they have sent today.
 * @param now milliseconds since 1970
 */
export async function openOthers({ get, write }: Pick<LevelEntries, 'get' | 'write'>, now: () => number = Date.now) {
  const devices = createBoundedMap<number>(MAX_DEVICES)
  const receipts = createBoundedMap<true>(MAX_RECEIPTS)
  const today = () => formatHour(now()).slice(0, 10)
  const [stored] = await get([KEY]).catch(() => [])
  const [, storedDay = '', storedVisits = '0'] = /^(\d{4}-\d\d-\d\d) (\d{1,9})$/.exec(stored ?? '') ?? []
  let counted = { day: storedDay, visits: Number(storedVisits) }
  let timer: NodeJS.Timeout | undefined

  const readVisits = () => (counted.day === today() ? counted.visits : 0)
  const save = async () => {
    clearTimeout(timer)
    timer = undefined
    // With a full disk it is counted as long as the server runs.
    await write([[KEY, `${counted.day} ${counted.visits}`]]).catch(() => {})
  }
  return {
    recordHeartbeat: (address: string, device: string): void => devices.set(`${address} ${device}`, now()),
    recordVisit: (receipt: string): void => {
      if (receipts.get(receipt)) return
      receipts.set(receipt, true)
      counted = { day: today(), visits: readVisits() + 1 }
      timer ??= setTimeout(save, WRITE_INTERVAL_MS).unref()
    },
    read: () => ({
      devices: [...devices.entries()].filter(([, at]) => Math.abs(now() - at) < LIFETIME_MS).length,
      visits: readVisits(),
    }),
    /** Before the store is closed. */
    close: async (): Promise<void> => {
      if (timer !== undefined) await save()
    },
  }
}
export type Others = Awaited<ReturnType<typeof openOthers>>
