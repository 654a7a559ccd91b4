import type { Page } from 'playwright-core'
import type { FaultKind } from '../../../protocol/live-messages.ts'

type Counted = Partial<Record<FaultKind, number>>

/** The faults a device has counted. */
export const countedFaults = (page: Page): Promise<Counted> =>
  page.evaluate(() => JSON.parse(localStorage.getItem('songwalk-faults') ?? '{}'))

/** Waits until a fault has been counted so often. */
export const faultCounted = (page: Page, kind: FaultKind, times: number) =>
  page.waitForFunction(
    ([kind, times]) => JSON.parse(localStorage.getItem('songwalk-faults') ?? '{}')[kind as string] === times,
    [kind, times],
  )
