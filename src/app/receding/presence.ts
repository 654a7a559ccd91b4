/** Milliseconds without a touch after which a playing page recedes. */
export const RECEDE_AFTER_MS = 4000

/** Whether the page's controls are seen, and what that depends on. */
export type Presence = {
  playing: boolean
  /** A drawer, an error or a running analysis wants to be read. */
  reading: boolean
  /** The keyboard's focus is on a control. */
  focused: boolean
  /** When anything was last touched or changed, milliseconds. */
  touchTime: number
  /** Only the form and the line of progress are seen. */
  receded: boolean
}

export type PresenceEvent =
  | { type: 'pointer' | 'key' | 'play' | 'pause' | 'time' }
  | { type: 'read'; reading: boolean }
  | { type: 'focus'; focused: boolean }

export const createPresence = (time: number): Presence => ({
  playing: false,
  reading: false,
  focused: false,
  touchTime: time,
  receded: false,
})

/** Everything but the passing of time brings the page back. */
export function reducePresence(presence: Presence, event: PresenceEvent, time: number): Presence {
  switch (event.type) {
    case 'pointer':
    case 'key':
      return { ...presence, touchTime: time, receded: false }
    case 'play':
    case 'pause':
      return { ...presence, playing: event.type === 'play', touchTime: time, receded: false }
    case 'read':
      return { ...presence, reading: event.reading, touchTime: time, receded: false }
    case 'focus':
      return { ...presence, focused: event.focused, touchTime: time, receded: false }
    case 'time':
      return { ...presence, receded: presence.receded || time >= findRecedeTime(presence) }
  }
}

/** When the page recedes if nothing happens before; Infinity: not at all. */
export const findRecedeTime = ({ playing, reading, focused, touchTime }: Presence): number =>
  playing && !reading && !focused ? touchTime + RECEDE_AFTER_MS : Number.POSITIVE_INFINITY
