import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countsAsVisit } from '../../../../protocol/visit-scene.ts'
import {
  createVisitState,
  reduceVisit,
  type VisitEvent,
  type VisitRules,
  type VisitState,
} from '../../../../src/exhibit/visit/visit-reducer.ts'
import { arabic, german, headsetOff, headsetOn, introSeen, rules, tick, touched } from './visit-events.ts'

describe('reduceVisit with any order of events', () => {
  const event: fc.Arbitrary<VisitEvent> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom<VisitEvent>(touched, german, arabic, introSeen, headsetOn, headsetOff, tick),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom<VisitEvent>({ type: 'nextSong' }, { type: 'songEnded' }, { type: 'reset' }),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom<VisitEvent>(
        { type: 'staffPause' },
        { type: 'staffResume' },
        { type: 'staffClose' },
        { type: 'hours', open: true },
        { type: 'hours', open: false },
      ),
    },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constant('songFailed' as const), key: fc.constantFrom('a', 'b', 'c') }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constant('song' as const), key: fc.constantFrom('a', 'b', 'c', 'x') }),
    },
  )
  const run = fc.array(fc.tuple(fc.integer({ min: 0, max: 90_000 }), event), { maxLength: 60 })
  const limits = fc.constantFrom(0, 30_000, 200_000)

  /** The state after each event, and its time. */
  function listStates(
    events: [number, VisitEvent][],
    visitRules: VisitRules,
  ): { state: VisitState; now: number; event: VisitEvent }[] {
    let now = 0
    let state = createVisitState(visitRules, 0)
    return events.map(([wait, event]) => {
      now += wait
      state = reduceVisit(state, event, now, visitRules)
      return { state, now, event }
    })
  }

  test('ends at the attract screen without further input, or stays closed or paused', () => {
    fc.assert(
      fc.property(run, limits, (events, visit) => {
        const visitRules = { ...rules, visit }
        const last = listStates(events, visitRules).at(-1)
        let { state, now } = last ?? { state: createVisitState(visitRules, 0), now: 0 }
        const restScenes = ['attract', 'paused', 'closed']
        // The longest path: welcome or intro, free, reminder, ending.
        for (let k = 0; k < 6 && !restScenes.includes(state.scene); k++) {
          expect(state.until).not.toBeNull()
          now = Math.max(now, state.until ?? 0)
          state = reduceVisit(state, tick, now, visitRules)
        }
        expect(restScenes).toContain(state.scene)
      }),
    )
  })

  test('starts a visit only after the previous one has ended', () => {
    fc.assert(
      fc.property(run, limits, (events, visit) => {
        let before = createVisitState(rules, 0)
        for (const { state, now } of listStates(events, { ...rules, visit })) {
          expect(state.visit - before.visit).toBeLessThanOrEqual(1)
          // The previous visit's timeout has expired.
          if (state.visit > before.visit && countsAsVisit(before.scene)) expect(before.until).toBeLessThanOrEqual(now)
          // Every visit is counted.
          if (countsAsVisit(state.scene) && !countsAsVisit(before.scene)) expect(state.visit).toBe(before.visit + 1)
          before = state
        }
      }),
    )
  })

  test('keeps to all timeouts', () => {
    fc.assert(
      fc.property(run, (events) => {
        const visitRules = { ...rules, visit: 30_000 }
        let startedAt = 0
        let visit = 0
        for (const { state, now } of listStates(events, visitRules)) {
          if (state.visit !== visit) [startedAt, visit] = [now, state.visit]
          if (countsAsVisit(state.scene) && state.scene !== 'ending') expect(now - startedAt).toBeLessThan(30_000)
          if (state.until !== null) expect(state.until).toBeGreaterThan(now)
        }
      }),
    )
  })

  test('leaves the first language, no headset and a known song between visits', () => {
    fc.assert(
      fc.property(run, limits, (events, visit) => {
        for (const { state } of listStates(events, { ...rules, visit })) {
          expect(rules.songs).toContain(state.song)
          if (countsAsVisit(state.scene)) continue
          expect(state).toMatchObject({ language: 'de', headset: false })
        }
      }),
    )
  })
})
