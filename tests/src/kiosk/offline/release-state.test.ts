import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  activateRelease,
  clearRecurringFaults,
  confirmRelease,
  emptyReleaseState,
  expireTrial,
  listRetainedVersions,
  markDownloaded,
  parseReleaseState,
  queueRecurringFault,
  type ReleaseState,
  recordPageOpened,
  shouldDownload,
} from '../../../../src/kiosk/offline/release-state.ts'

const run = (...steps: ((now: ReleaseState) => ReleaseState)[]) =>
  steps.reduce((now, step) => step(now), emptyReleaseState)
const comes = (version: string) => (now: ReleaseState) => markDownloaded(now, version)
const lives = (version: string) => (now: ReleaseState) => confirmRelease(now, version)
const late = (version: string) => (now: ReleaseState) => expireTrial(now, version)

describe('an update', () => {
  const first = [comes('a'), recordPageOpened, lives('a')]

  test('of a device without a version is shown at once', () => {
    expect(run(comes('a'))).toMatchObject({ current: 'a', waiting: null, trial: null })
  })

  test('waits until the exhibit is idle, and the previous version is kept until it is confirmed', () => {
    const waiting = run(...first, comes('b'), recordPageOpened)
    expect(waiting).toMatchObject({ current: 'a', waiting: 'b' })
    const onTrial = activateRelease(waiting)
    expect(onTrial).toMatchObject({ current: 'b', previous: 'a', waiting: null, trial: { pages: 0 } })
    expect(listRetainedVersions(onTrial)).toEqual(['b', 'a'])
    const proven = lives('b')(recordPageOpened(onTrial))
    expect(listRetainedVersions(proven)).toEqual(['b'])
    expect(proven.trial).toBeNull()
  })

  test.each([
    ['its time is over', [recordPageOpened, late('b')]],
    ['two pages came and went', [recordPageOpened, recordPageOpened, recordPageOpened]],
  ])('that is not confirmed is rolled back once %s, reported, and not downloaded again', (_, steps) => {
    const after = run(...first, comes('b'), activateRelease, ...steps)
    expect(after).toMatchObject({ current: 'a', previous: null, trial: null, bad: ['b'], untold: ['update-broken'] })
    expect(shouldDownload(after, 'b')).toBe(false)
    expect(comes('b')(after)).toBe(after)
    expect(shouldDownload(after, 'c')).toBe(true)
  })

  test('is on trial from its first page on', () => {
    const taken = run(...first, comes('b'), activateRelease)
    expect(late('b')(taken)).toBe(taken)
  })

  test('is not confirmed by a page of the previous version', () => {
    const taken = run(...first, comes('b'), activateRelease, recordPageOpened)
    expect(lives('a')(taken)).toBe(taken)
  })

  test('replaces a version that was never confirmed when a page opens', () => {
    expect(run(comes('a'), recordPageOpened, comes('b'), recordPageOpened)).toMatchObject({
      current: 'b',
      trial: { pages: 1 },
    })
  })

  test('that the server withdraws is not shown', () => {
    expect(run(...first, comes('b'), comes('a'))).toMatchObject({ current: 'a', waiting: null })
  })
})

test('a recurring fault is reported once until it is cleared', () => {
  const full = (now: ReleaseState) => queueRecurringFault(now, 'storage-full', 'b')
  expect(run(full, full).untold).toEqual(['storage-full'])
  expect(run(full, clearRecurringFaults, full).untold).toEqual(['storage-full', 'storage-full'])
})

test('for any events, the current version is complete, not bad, and replaced only by another; one trial at a time', () => {
  const version = fc.constantFrom('a', 'b', 'c', 'd')
  const step = fc.oneof(
    fc.record({ kind: fc.constantFrom('arrived', 'alive', 'expired'), version }),
    fc.record({ kind: fc.constantFrom('take', 'opened'), version: fc.constant('') }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let now = emptyReleaseState
      const whole = new Set<string>()
      for (const { kind, version } of steps) {
        const before = now
        if (kind === 'arrived') {
          now = markDownloaded(now, version)
          whole.add(version)
        } else if (kind === 'alive') now = confirmRelease(now, version)
        else if (kind === 'expired') now = expireTrial(now, version)
        else now = kind === 'take' ? activateRelease(now) : recordPageOpened(now)
        if (before.current !== null) expect(now.current).not.toBeNull()
        if (now.current !== null) {
          expect(whole).toContain(now.current)
          expect(now.bad).not.toContain(now.current)
        }
        // Until the current version is confirmed, a previous one must exist.
        if (now.trial) expect(now.previous).not.toBeNull()
        else expect(now.previous).toBeNull()
        expect(new Set(listRetainedVersions(now)).size).toBe(listRetainedVersions(now).length)
        expect(parseReleaseState(JSON.stringify(now))).toEqual(now)
      }
    }),
  )
})

test.each(['', 'null', '[]', '{"current":3}', '{'])('an invalid state (%j) is the empty state', (text) => {
  expect(parseReleaseState(text)).toEqual(emptyReleaseState)
})
