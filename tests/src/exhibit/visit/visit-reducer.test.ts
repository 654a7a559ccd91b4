import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countsAsVisit, type VisitScene } from '../../../../protocol/visit-scene.ts'
import {
  createVisitState,
  reduceVisit,
  type VisitEvent,
  type VisitRules,
  type VisitState,
} from '../../../../src/exhibit/visit/visit-reducer.ts'

const rules: VisitRules = {
  songs: ['a', 'b', 'c'],
  languages: ['de', 'en', 'ar'],
  reminder: 60_000,
  countdown: 15_000,
  visit: 0,
  ending: 8000,
  attract: 40_000,
  intro: 12_000,
}

/** One thing after the other: what happens, and how long after the last. */
function play(events: (VisitEvent | [wait: number, event: VisitEvent])[], by = rules, from = createVisitState(by, 0)) {
  let now = 0
  let state = from
  for (const entry of events) {
    const [wait, event] = Array.isArray(entry) ? entry : [0, entry]
    now += wait
    state = reduceVisit(state, event, now, by)
  }
  return { state, now }
}
const tick: VisitEvent = { type: 'tick' }
const touched: VisitEvent = { type: 'touched' }
const german: VisitEvent = { type: 'language', language: 'de' }
const arabic: VisitEvent = { type: 'language', language: 'ar' }
const seen: VisitEvent = { type: 'introSeen' }
const on: VisitEvent = { type: 'headsetOn' }
const off: VisitEvent = { type: 'headsetOff' }
const sceneAfter = (...events: Parameters<typeof play>[0]): VisitScene => play(events).state.scene
const toFree = [touched, german, seen]

describe('a visit', () => {
  test('begins with a touch, asks for a language, shows what hands can do, and is free', () => {
    expect(sceneAfter(touched)).toBe('welcome')
    expect(sceneAfter(touched, german)).toBe('intro')
    expect(sceneAfter(touched, german, seen)).toBe('free')
    expect(sceneAfter(touched, german, [12_000, tick])).toBe('free')
    expect(play([touched, arabic]).state).toMatchObject({ language: 'ar', visit: 1 })
  })

  test('asks for no language where there is only one', () => {
    expect(play([touched], { ...rules, languages: ['ko'] }).state).toMatchObject({ scene: 'intro', language: 'ko' })
  })

  test('the song begins anew as the visitor becomes free', () => {
    const before = play([touched, german]).state
    expect(play([touched, german, seen]).state.songStarts).toBe(before.songStarts + 1)
  })

  test('whoever leaves after the first touch is not asked for', () => {
    expect(sceneAfter(touched, [60_000, tick])).toBe('attract')
  })

  test('without a move: a reminder, and then the next person begins anew', () => {
    expect(sceneAfter(...toFree, [59_999, tick])).toBe('free')
    expect(sceneAfter(...toFree, [60_000, tick])).toBe('reminder')
    expect(sceneAfter(...toFree, [60_000, tick], [14_999, tick])).toBe('reminder')
    expect(sceneAfter(...toFree, [60_000, tick], [15_000, tick])).toBe('attract')
  })

  test('any touch of the reminder goes on, with the song where it is', () => {
    const { state } = play([...toFree, [60_000, tick], [5000, touched]])
    expect(state).toMatchObject({ scene: 'free', visit: 1, songStarts: play(toFree).state.songStarts, until: 125_000 })
  })

  test('leaves nothing to the next one', () => {
    const { state } = play([touched, arabic, seen, { type: 'song', key: 'c' }, on, { type: 'reset' }])
    expect(state).toMatchObject({
      scene: 'attract',
      language: 'de',
      headset: false,
      visitEndsAt: Number.POSITIVE_INFINITY,
    })
  })

  test('with a limit, ends calmly whatever its visitor does', () => {
    const limited = { ...rules, visit: 100_000 }
    const busy = Array.from({ length: 99 }, (): [number, VisitEvent] => [1000, touched])
    const before = play([...toFree, ...busy], limited)
    expect(before.state.scene).toBe('free')
    const ending = play([...toFree, ...busy, [1000, touched]], limited)
    expect(ending.state).toMatchObject({ scene: 'ending', until: 108_000 })
    expect(play([...toFree, ...busy, [1000, tick], [5000, touched]], limited).state.scene).toBe('ending')
    expect(play([...toFree, ...busy, [1000, tick], [8000, tick]], limited).state.scene).toBe('attract')
  })

  test('the next one has the whole limit again', () => {
    const limited = { ...rules, visit: 100_000 }
    const { state } = play([...toFree, [90_000, { type: 'reset' }], touched], limited)
    expect(state).toMatchObject({ visit: 2, visitEndsAt: 190_000 })
  })
})

describe('a headset', () => {
  test('put on begins a visit at once, with the song from its beginning', () => {
    expect(play([on]).state).toMatchObject({ scene: 'free', headset: true, visit: 1, songStarts: 2 })
  })

  test('entered from the page belongs to the visit that is there', () => {
    const { state } = play([touched, arabic, seen, on])
    expect(state).toMatchObject({ scene: 'free', headset: true, visit: 1, language: 'ar' })
  })

  test('taken off and put on is the next person', () => {
    expect(sceneAfter(on, off)).toBe('attract')
    expect(play([on, off, on]).state).toMatchObject({ scene: 'free', headset: true, visit: 2 })
  })

  test('still worn after the limit: whoever presses begins again, moving alone does not', () => {
    const limited = { ...rules, visit: 10_000 }
    const over = play([on, [10_000, tick], [8000, tick]], limited)
    expect(over.state).toMatchObject({ scene: 'attract', visit: 1 })
    expect(reduceVisit(over.state, touched, over.now, limited)).toMatchObject({
      scene: 'free',
      headset: true,
      visit: 2,
    })
  })

  test('taken off while nobody visits changes nothing', () => {
    expect(sceneAfter(...toFree, off)).toBe('free')
    expect(sceneAfter(off)).toBe('attract')
  })
})

describe('songs', () => {
  const songAfter = (...events: Parameters<typeof play>[0]) => play(events).state.song
  test('one after the other while nobody is there', () => {
    expect(songAfter([40_000, tick])).toBe('b')
    expect(songAfter([40_000, tick], [40_000, tick], [40_000, tick])).toBe('a')
    expect(songAfter({ type: 'songEnded' })).toBe('b')
  })

  test('stay while somebody is there', () => {
    expect(songAfter(...toFree, { type: 'songEnded' })).toBe('a')
  })

  test('as the visitor chooses; one that is not there is not', () => {
    expect(songAfter(...toFree, { type: 'song', key: 'c' })).toBe('c')
    expect(songAfter(...toFree, { type: 'song', key: 'x' })).toBe('a')
    expect(songAfter(...toFree, { type: 'nextSong' })).toBe('b')
  })

  test('that fail are passed over for a round', () => {
    const failed = play([{ type: 'songFailed', key: 'a' }]).state
    expect(failed.song).toBe('b')
    const around = [tick, tick, tick].map((event): [number, VisitEvent] => [40_000, event])
    expect(play([{ type: 'songFailed', key: 'a' }, ...around.slice(0, 2)]).state.song).toBe('b')
    expect(play([{ type: 'songFailed', key: 'b' }]).state.song).toBe('a')
  })

  test('that all fail are tried again, not at once', () => {
    const all = ['a', 'b', 'c'].map((key): VisitEvent => ({ type: 'songFailed', key }))
    const { state } = play(all)
    expect(state.failedSongs).toEqual([])
    expect(play([...all, [40_000, tick]]).state.songStarts).toBe(state.songStarts + 1)
  })
})

describe('the house', () => {
  test('the staff pauses the piece, and lets it go on with nobody there', () => {
    expect(sceneAfter(...toFree, { type: 'staffPause' }, touched, on)).toBe('paused')
    expect(sceneAfter(...toFree, { type: 'staffPause' }, { type: 'staffResume' })).toBe('attract')
  })

  test('closed by the staff until the hours open again, or the staff', () => {
    const hours = (open: boolean): VisitEvent => ({ type: 'hours', open })
    expect(sceneAfter({ type: 'staffClose' }, touched, { type: 'nextSong' })).toBe('closed')
    expect(sceneAfter({ type: 'staffClose' }, hours(false))).toBe('closed')
    expect(sceneAfter({ type: 'staffClose' }, hours(false), hours(true))).toBe('attract')
    expect(sceneAfter({ type: 'staffClose' }, { type: 'staffResume' })).toBe('attract')
  })

  test('at closing time a visit ends calmly, and nobody else can begin', () => {
    const closing: VisitEvent = { type: 'hours', open: false }
    expect(sceneAfter(closing)).toBe('closed')
    expect(sceneAfter(...toFree, closing)).toBe('ending')
    expect(sceneAfter(...toFree, closing, [8000, tick], touched)).toBe('closed')
  })
})

describe('whatever happens', () => {
  const event: fc.Arbitrary<VisitEvent> = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom<VisitEvent>(touched, german, arabic, seen, on, off, tick) },
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

  /** Every state on the way, with when it was reached. */
  function passes(
    events: [number, VisitEvent][],
    by: VisitRules,
  ): { state: VisitState; now: number; event: VisitEvent }[] {
    let now = 0
    let state = createVisitState(by, 0)
    return events.map(([wait, event]) => {
      now += wait
      state = reduceVisit(state, event, now, by)
      return { state, now, event }
    })
  }

  test('left alone, it always comes back to nobody, or stays closed or paused', () => {
    fc.assert(
      fc.property(run, limits, (events, visit) => {
        const by = { ...rules, visit }
        const last = passes(events, by).at(-1)
        let { state, now } = last ?? { state: createVisitState(by, 0), now: 0 }
        const rests = ['attract', 'paused', 'closed']
        // The longest way: welcome or intro, free, reminder, ending.
        for (let k = 0; k < 6 && !rests.includes(state.scene); k++) {
          expect(state.until).not.toBeNull()
          now = Math.max(now, state.until ?? 0)
          state = reduceVisit(state, tick, now, by)
        }
        expect(rests).toContain(state.scene)
      }),
    )
  })

  test('a visit begins only where none is, and each one ends before the next', () => {
    fc.assert(
      fc.property(run, limits, (events, visit) => {
        let before = createVisitState(rules, 0)
        for (const { state, now } of passes(events, { ...rules, visit })) {
          expect(state.visit - before.visit).toBeLessThanOrEqual(1)
          // One that was there has run out just before.
          if (state.visit > before.visit && countsAsVisit(before.scene)) expect(before.until).toBeLessThanOrEqual(now)
          // Nobody is there without having come.
          if (countsAsVisit(state.scene) && !countsAsVisit(before.scene)) expect(state.visit).toBe(before.visit + 1)
          before = state
        }
      }),
    )
  })

  test('nothing lasts longer than it may', () => {
    fc.assert(
      fc.property(run, (events) => {
        const by = { ...rules, visit: 30_000 }
        let began = 0
        let visit = 0
        for (const { state, now } of passes(events, by)) {
          if (state.visit !== visit) [began, visit] = [now, state.visit]
          if (countsAsVisit(state.scene) && state.scene !== 'ending') expect(now - began).toBeLessThan(30_000)
          if (state.until !== null) expect(state.until).toBeGreaterThan(now)
        }
      }),
    )
  })

  test('the rest is as it was: the first language, no headset, a song that there is', () => {
    fc.assert(
      fc.property(run, limits, (events, visit) => {
        for (const { state } of passes(events, { ...rules, visit })) {
          expect(rules.songs).toContain(state.song)
          if (countsAsVisit(state.scene)) continue
          expect(state).toMatchObject({ language: 'de', headset: false })
        }
      }),
    )
  })
})
