import { type FaultKind, faultKinds } from '../../protocol/fault-kinds.ts'
import { getPageStorageKey } from './page-kind.ts'

const STORAGE_KEY = getPageStorageKey('songwalk-faults')

export type FaultCounter = {
  /** Counts one fault; counts survive reloads. */
  report: (kind: FaultKind) => void
  counts: () => Partial<Record<FaultKind, number>>
}

/** Counts what went wrong, kept on this device across reloads; without a storage, as long as the page lives. */
export function createFaultCounter(
  storage: Pick<Storage, 'getItem' | 'setItem'> | null = getLocalStorage(),
): FaultCounter {
  let counts = readFaultCounts(storage)
  return {
    report: (kind) => {
      // Another tab of this device may have counted meanwhile.
      counts = mergeLargestCounts(counts, readFaultCounts(storage))
      counts[kind] = (counts[kind] ?? 0) + 1
      try {
        storage?.setItem(STORAGE_KEY, JSON.stringify(counts))
      } catch {
        // A full disk must not stop what mends it.
      }
    },
    counts: () => ({ ...counts }),
  }
}

type FaultCounts = Partial<Record<FaultKind, number>>

function mergeLargestCounts(a: FaultCounts, b: FaultCounts): FaultCounts {
  const merged = { ...a }
  for (const kind of faultKinds) if ((b[kind] ?? 0) > (a[kind] ?? 0)) merged[kind] = b[kind] as number
  return merged
}

/** Where a browser forbids storage, even naming it throws. */
function getLocalStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null
  } catch {
    return null
  }
}

function readFaultCounts(storage: Pick<Storage, 'getItem'> | null): FaultCounts {
  try {
    const stored: unknown = JSON.parse(storage?.getItem(STORAGE_KEY) ?? '{}')
    const entries = Object.entries(stored ?? {}).filter(
      ([kind, count]) => faultKinds.some((known) => known === kind) && Number.isSafeInteger(count) && Number(count) > 0,
    )
    return Object.fromEntries(entries)
  } catch {
    return {}
  }
}
