import { describe, expect, test } from 'vitest'
import type { VisitScene } from '../../../../protocol/visit-scene.ts'
import { createVisitState, reduceVisit, type VisitEvent } from '../../../../src/exhibit/visit/visit-reducer.ts'
import { arabic, german, headsetOff, headsetOn, introSeen, rules, tick, touched } from './visit-events.ts'

type TimedEvent = VisitEvent | [waitMs: number, event: VisitEvent]

/** Reduces events in order. */
function play(events: TimedEvent[], visitRules = rules, initialState = createVisitState(visitRules, 0)) {
  let now = 0
  let state = initialState
  for (const entry of events) {
    const [wait, event] = Array.isArray(entry) ? entry : [0, entry]
    now += wait
    state = reduceVisit(state, event, now, visitRules)
  }
  return { state, now }
}
const sceneAfter = (...events: TimedEvent[]): VisitScene => play(events).state.scene
const toFree = [touched, german, introSeen]

describe('a visit', () => {
  test('starts at a touch and goes through welcome and intro to the free scene', () => {
    expect(sceneAfter(touched)).toBe('welcome')
    expect(sceneAfter(touched, german)).toBe('intro')
    expect(sceneAfter(touched, german, introSeen)).toBe('free')
    expect(sceneAfter(touched, german, [12_000, tick])).toBe('free')
    expect(play([touched, arabic]).state).toMatchObject({ language: 'ar', visit: 1 })
  })

  test('skips the welcome screen with a single language', () => {
    expect(play([touched], { ...rules, languages: ['ko'] }).state).toMatchObject({ scene: 'intro', language: 'ko' })
  })

  test('restarts the song when the free scene begins', () => {
    const before = play([touched, german]).state
    expect(play([touched, german, introSeen]).state.songStarts).toBe(before.songStarts + 1)
  })

  test('ends without a reminder on the welcome screen', () => {
    expect(sceneAfter(touched, [60_000, tick])).toBe('attract')
  })

  test('shows a reminder without input, and then ends', () => {
    expect(sceneAfter(...toFree, [59_999, tick])).toBe('free')
    expect(sceneAfter(...toFree, [60_000, tick])).toBe('reminder')
    expect(sceneAfter(...toFree, [60_000, tick], [14_999, tick])).toBe('reminder')
    expect(sceneAfter(...toFree, [60_000, tick], [15_000, tick])).toBe('attract')
  })

  test('continues after a touch of the reminder without restarting the song', () => {
    const { state } = play([...toFree, [60_000, tick], [5000, touched]])
    expect(state).toMatchObject({ scene: 'free', visit: 1, songStarts: play(toFree).state.songStarts, until: 125_000 })
  })

  test('resets language, song and headset for the next visitor', () => {
    const { state } = play([touched, arabic, introSeen, { type: 'song', key: 'c' }, headsetOn, { type: 'reset' }])
    expect(state).toMatchObject({
      scene: 'attract',
      language: 'de',
      headset: false,
      visitEndsAt: Number.POSITIVE_INFINITY,
    })
  })

  test('ends at the time limit despite input', () => {
    const limitedRules = { ...rules, visit: 100_000 }
    const touches = Array.from({ length: 99 }, (): [number, VisitEvent] => [1000, touched])
    const before = play([...toFree, ...touches], limitedRules)
    expect(before.state.scene).toBe('free')
    const ending = play([...toFree, ...touches, [1000, touched]], limitedRules)
    expect(ending.state).toMatchObject({ scene: 'ending', until: 108_000 })
    expect(play([...toFree, ...touches, [1000, tick], [5000, touched]], limitedRules).state.scene).toBe('ending')
    expect(play([...toFree, ...touches, [1000, tick], [8000, tick]], limitedRules).state.scene).toBe('attract')
  })

  test('has the whole time limit again at the next visit', () => {
    const limitedRules = { ...rules, visit: 100_000 }
    const { state } = play([...toFree, [90_000, { type: 'reset' }], touched], limitedRules)
    expect(state).toMatchObject({ visit: 2, visitEndsAt: 190_000 })
  })
})

describe('a headset', () => {
  test('starts a visit at once and restarts the song when it is put on', () => {
    expect(play([headsetOn]).state).toMatchObject({ scene: 'free', headset: true, visit: 1, songStarts: 2 })
  })

  test('belongs to the current visit when it is entered from the page', () => {
    const { state } = play([touched, arabic, introSeen, headsetOn])
    expect(state).toMatchObject({ scene: 'free', headset: true, visit: 1, language: 'ar' })
  })

  test('starts another visit when it is taken off and put on', () => {
    expect(sceneAfter(headsetOn, headsetOff)).toBe('attract')
    expect(play([headsetOn, headsetOff, headsetOn]).state).toMatchObject({ scene: 'free', headset: true, visit: 2 })
  })

  test('still worn after the time limit, starts a visit at a press and not at movement', () => {
    const limitedRules = { ...rules, visit: 10_000 }
    const ended = play([headsetOn, [10_000, tick], [8000, tick]], limitedRules)
    expect(ended.state).toMatchObject({ scene: 'attract', visit: 1 })
    expect(reduceVisit(ended.state, touched, ended.now, limitedRules)).toMatchObject({
      scene: 'free',
      headset: true,
      visit: 2,
    })
  })

  test('changes nothing when it is taken off without having been part of the visit', () => {
    expect(sceneAfter(...toFree, headsetOff)).toBe('free')
    expect(sceneAfter(headsetOff)).toBe('attract')
  })
})

describe('songs', () => {
  const songAfter = (...events: TimedEvent[]) => play(events).state.song
  test('follow each other between visits', () => {
    expect(songAfter([40_000, tick])).toBe('b')
    expect(songAfter([40_000, tick], [40_000, tick], [40_000, tick])).toBe('a')
    expect(songAfter({ type: 'songEnded' })).toBe('b')
  })

  test('do not change by themselves during a visit', () => {
    expect(songAfter(...toFree, { type: 'songEnded' })).toBe('a')
  })

  test('change as the visitor chooses; unknown keys are ignored', () => {
    expect(songAfter(...toFree, { type: 'song', key: 'c' })).toBe('c')
    expect(songAfter(...toFree, { type: 'song', key: 'x' })).toBe('a')
    expect(songAfter(...toFree, { type: 'nextSong' })).toBe('b')
  })

  test('that fail are skipped until all were tried', () => {
    const failed = play([{ type: 'songFailed', key: 'a' }]).state
    expect(failed.song).toBe('b')
    const laterTicks = [tick, tick, tick].map((event): [number, VisitEvent] => [40_000, event])
    expect(play([{ type: 'songFailed', key: 'a' }, ...laterTicks.slice(0, 2)]).state.song).toBe('b')
    expect(play([{ type: 'songFailed', key: 'b' }]).state.song).toBe('a')
  })

  test('that all fail are tried again after the time of the last one', () => {
    const all = ['a', 'b', 'c'].map((key): VisitEvent => ({ type: 'songFailed', key }))
    const { state } = play(all)
    expect(state.failedSongs).toEqual([])
    expect(play([...all, [40_000, tick]]).state.songStarts).toBe(state.songStarts + 1)
  })
})

describe('staff and opening hours', () => {
  test('resume after a pause without a visitor', () => {
    expect(sceneAfter(...toFree, { type: 'staffPause' }, touched, headsetOn)).toBe('paused')
    expect(sceneAfter(...toFree, { type: 'staffPause' }, { type: 'staffResume' })).toBe('attract')
  })

  test('stay closed by the staff until the opening hours or the staff open again', () => {
    const hours = (open: boolean): VisitEvent => ({ type: 'hours', open })
    expect(sceneAfter({ type: 'staffClose' }, touched, { type: 'nextSong' })).toBe('closed')
    expect(sceneAfter({ type: 'staffClose' }, hours(false))).toBe('closed')
    expect(sceneAfter({ type: 'staffClose' }, hours(false), hours(true))).toBe('attract')
    expect(sceneAfter({ type: 'staffClose' }, { type: 'staffResume' })).toBe('attract')
  })

  test('end a visit at closing time and allow no other', () => {
    const closing: VisitEvent = { type: 'hours', open: false }
    expect(sceneAfter(closing)).toBe('closed')
    expect(sceneAfter(...toFree, closing)).toBe('ending')
    expect(sceneAfter(...toFree, closing, [8000, tick], touched)).toBe('closed')
  })
})
