import type { Page } from 'playwright-core'
import type { FaultKind } from '../../../protocol/fault-kinds.ts'

type FaultCounts = Partial<Record<FaultKind, number>>

/** The faults a device has counted. */
export const readFaultCounts = (page: Page): Promise<FaultCounts> =>
  page.evaluate(() => JSON.parse(localStorage.getItem('songwalk-faults') ?? '{}'))

/** Waits until a fault has been counted `times` times. */
export const waitForFaultCount = (page: Page, kind: FaultKind, times: number) =>
  page.waitForFunction(
    ([kind, times]) => JSON.parse(localStorage.getItem('songwalk-faults') ?? '{}')[kind as string] === times,
    [kind, times],
  )
