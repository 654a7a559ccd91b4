import { type FaultKind, faultKinds } from '../../protocol/fault-kinds.ts'
import { createSafeStorage, type StorageWriteListener } from '../session/safe-storage.ts'
import { getPageStorageKey } from './page-kind.ts'
import { createStorageMonitor } from './watchdog/storage-monitor.ts'

const STORAGE_KEY = getPageStorageKey('songwalk-faults')

type FaultCounts = Partial<Record<FaultKind, number>>

export type FaultCounter = {
  /** Counts one fault; counts survive reloads. */
  report: (kind: FaultKind) => void
  counts: () => FaultCounts
  /** To be called after every write to web storage: a full storage is a fault. */
  onStorageWrite: StorageWriteListener
}

/** Counts faults in web storage; without web storage, until the page is closed. */
export function createFaultCounter(storage?: Parameters<typeof createSafeStorage>[0]): FaultCounter {
  const onStorageWrite = createStorageMonitor(() => report('storage-full'))
  const { read, write } = createSafeStorage(storage, onStorageWrite)
  let counts = parseFaultCounts(read(STORAGE_KEY))

  function report(kind: FaultKind): void {
    // Another tab of this device may have counted since.
    counts = mergeLargestCounts(counts, parseFaultCounts(read(STORAGE_KEY)))
    counts[kind] = (counts[kind] ?? 0) + 1
    write(STORAGE_KEY, counts)
  }
  return { report, counts: () => ({ ...counts }), onStorageWrite }
}

function mergeLargestCounts(a: FaultCounts, b: FaultCounts): FaultCounts {
  const merged = { ...a }
  for (const kind of faultKinds) if ((b[kind] ?? 0) > (a[kind] ?? 0)) merged[kind] = b[kind] as number
  return merged
}

function parseFaultCounts(stored: unknown): FaultCounts {
  const entries = Object.entries(stored ?? {}).filter(
    ([kind, count]) => faultKinds.some((known) => known === kind) && Number.isSafeInteger(count) && Number(count) > 0,
  )
  return Object.fromEntries(entries)
}
