import { expect, test, vi } from 'vitest'
import { createStorageMonitor } from '../../../../src/kiosk/watchdog/storage-monitor.ts'

test('a full storage is reported once until a text as long as the refused one is written', () => {
  const report = vi.fn()
  const onWrite = createStorageMonitor(report)
  onWrite('full', 'a', 100)
  onWrite('full', 'b', 20)
  onWrite('written', 'c', 10)
  onWrite('full', 'a', 100)
  expect(report).toHaveBeenCalledOnce()
  onWrite('written', 'b', 20)
  onWrite('full', 'a', 100)
  expect(report).toHaveBeenCalledTimes(2)
})

test('a refused write is not a full storage', () => {
  const report = vi.fn()
  createStorageMonitor(report)('refused', 'a', 1)
  expect(report).not.toHaveBeenCalled()
})
