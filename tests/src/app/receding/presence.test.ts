import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createPresence,
  findRecedeTime,
  type Presence,
  type PresenceEvent,
  RECEDE_AFTER_MS,
  reducePresence,
} from '../../../../src/app/receding/presence.ts'

const touch = fc.constantFrom<PresenceEvent>({ type: 'pointer' }, { type: 'key' })
const change = fc.oneof(
  fc.constantFrom<PresenceEvent>({ type: 'play' }, { type: 'pause' }),
  fc.record({ type: fc.constant('read' as const), reading: fc.boolean() }),
  fc.record({ type: fc.constant('focus' as const), focused: fc.boolean() }),
)
const event = fc.oneof(touch, change, fc.constant<PresenceEvent>({ type: 'time' }))
/** Events, and the milliseconds that pass before each. */
const history = fc.array(fc.tuple(event, fc.integer({ min: 0, max: 2 * RECEDE_AFTER_MS })), { maxLength: 40 })

/** What is true after each event, and when it happened. */
function live(events: readonly (readonly [PresenceEvent, number])[]): { presence: Presence; time: number }[] {
  let time = 0
  let presence = createPresence(0)
  return events.map(([event, wait]) => {
    time += wait
    presence = reducePresence(presence, event, time)
    return { presence, time }
  })
}
const liveToEnd = (events: readonly (readonly [PresenceEvent, number])[]) =>
  live(events).at(-1) ?? { presence: createPresence(0), time: 0 }

test('a page that has receded plays, and there is nothing to read and no focus to see', () => {
  fc.assert(
    fc.property(history, (events) => {
      for (const { presence } of live(events))
        if (presence.receded) expect(presence).toMatchObject({ playing: true, reading: false, focused: false })
    }),
  )
})

test('everything but time brings the page back at once', () => {
  fc.assert(
    fc.property(history, fc.oneof(touch, change), (events, last) => {
      const { presence, time } = liveToEnd(events)
      expect(reducePresence(presence, last, time).receded).toBe(false)
    }),
  )
})

test('it recedes exactly when four seconds have passed since the last other event', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 0, max: 2 * RECEDE_AFTER_MS }), (events, wait) => {
      const woken = reducePresence(liveToEnd(events).presence, { type: 'key' }, 0)
      const playing = reducePresence(woken, { type: 'play' }, 0)
      const alone = reducePresence(playing, { type: 'read', reading: false }, 0)
      const unfocused = reducePresence(alone, { type: 'focus', focused: false }, 0)
      expect(findRecedeTime(unfocused)).toBe(RECEDE_AFTER_MS)
      expect(reducePresence(unfocused, { type: 'time' }, wait).receded).toBe(wait >= RECEDE_AFTER_MS)
    }),
  )
})

test('time alone changes nothing but that, and does so once', () => {
  fc.assert(
    fc.property(history, fc.nat(), (events, wait) => {
      const { presence, time } = liveToEnd(events)
      const later = reducePresence(presence, { type: 'time' }, time + wait)
      expect({ ...later, receded: presence.receded }).toEqual(presence)
      expect(reducePresence(later, { type: 'time' }, time + wait)).toEqual(later)
    }),
  )
})
