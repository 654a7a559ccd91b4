import { type FaultKind, faultKinds } from '../../exhibit/messages.ts'
import type { Faults } from './piece.ts'

const KEY = 'songwalk-faults'

/** Counts what went wrong, kept on this device across reloads. */
export function createFaults(storage: Storage = localStorage): Faults {
  const counts = read(storage)
  return {
    note: (kind) => {
      counts[kind] = (counts[kind] ?? 0) + 1
      try {
        storage.setItem(KEY, JSON.stringify(counts))
      } catch {
        // A full disk must not stop what mends it.
      }
    },
    counts: () => ({ ...counts }),
  }
}

function read(storage: Storage): Partial<Record<FaultKind, number>> {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '{}')
    const entries = Object.entries(kept ?? {}).filter(
      ([kind, times]) => faultKinds.some((known) => known === kind) && Number.isSafeInteger(times) && Number(times) > 0,
    )
    return Object.fromEntries(entries)
  } catch {
    return {}
  }
}
