import { beforeEach, describe, expect, test, vi } from 'vitest'
import { defaultSettings } from '../../../audio/song/song.ts'
import type { SceneContext } from '../../../scenes/state/ui-store.ts'
import { createUiStore } from '../../../src/session/create-ui-store.ts'
import { pauseWhenHidden, type XRSessionSource } from '../../../src/session/pause-when-hidden.ts'

let room: SceneContext
let page: EventTarget & { hidden: boolean }
let handheld: boolean
let wear: (session: (EventTarget & { visibilityState: XRVisibilityState }) | undefined, mode?: XRSessionMode) => void
const stopPicked = vi.fn()

/** A session whose visibility can be set. */
class FakeSession extends EventTarget {
  visibilityState: XRVisibilityState = 'visible'
  show(state: XRVisibilityState) {
    this.visibilityState = state
    this.dispatchEvent(new Event('visibilitychange'))
  }
}
const hide = (hidden: boolean) => {
  page.hidden = hidden
  page.dispatchEvent(new Event('visibilitychange'))
}
const playing = () => room.store.getState().playing

beforeEach(() => {
  const store = createUiStore(defaultSettings)
  const set = (playing: boolean) => () => store.setState({ playing })
  const actions = { play: set(true), pause: set(false), releaseChunk: () => store.setState({ grabbedChunk: null }) }
  room = { store, services: { playback: { stopPicked } }, actions } as unknown as SceneContext
  page = Object.assign(new EventTarget(), { hidden: false })
  handheld = false
  let changed = () => {}
  let now: ReturnType<XRSessionSource['getState']> = { session: undefined, mode: null }
  wear = (session, mode = 'immersive-vr') => {
    now = { session: session as XRSession | undefined, mode: session ? mode : null }
    changed()
  }
  const xr: XRSessionSource = { getState: () => now, subscribe: (tell) => (changed = tell) }
  pauseWhenHidden(room, xr, page as unknown as Document, () => handheld)
  room.actions.play()
})

describe('in a headset', () => {
  let session: FakeSession
  beforeEach(() => {
    session = new FakeSession()
    wear(session)
  })

  test('the song rests while the session is hidden, and goes on when it is back', () => {
    session.show('hidden')
    expect(playing()).toBe(false)
    session.show('visible')
    expect(playing()).toBe(true)
  })

  test('what rested before stays at rest', () => {
    room.actions.pause()
    session.show('hidden')
    session.show('visible')
    expect(playing()).toBe(false)
  })

  test('the system menu over the room changes nothing, also on the way back', () => {
    session.show('visible-blurred')
    expect(playing()).toBe(true)
    session.show('hidden')
    session.show('visible-blurred')
    expect(playing()).toBe(true)
  })

  test('what a hand held is let go, and picks fall silent', () => {
    stopPicked.mockClear()
    room.store.setState({ grabbedChunk: 3 })
    session.show('hidden')
    expect(room.store.getState().grabbedChunk).toBeNull()
    expect(stopPicked).toHaveBeenCalledTimes(1)
  })

  test('who plays and pauses from the page meanwhile, or opens another song, has decided', () => {
    session.show('hidden')
    room.actions.play()
    room.actions.pause()
    session.show('visible')
    expect(playing()).toBe(false)
    room.actions.play()
    session.show('hidden')
    room.store.setState({ title: 'another' })
    session.show('visible')
    expect(playing()).toBe(false)
  })

  test('a session that ends while hidden leaves the song at rest; the next one can play', () => {
    session.show('hidden')
    wear(undefined)
    expect(playing()).toBe(false)
    const next = new FakeSession()
    wear(next)
    room.actions.play()
    session.show('hidden')
    expect(playing()).toBe(true)
    next.show('hidden')
    expect(playing()).toBe(false)
  })

  test('a page behind another on the desktop is no reason while the headset shows the room', () => {
    handheld = true
    hide(true)
    expect(playing()).toBe(true)
  })
})

test('in AR a hidden page is away too', () => {
  wear(new FakeSession(), 'immersive-ar')
  hide(true)
  expect(playing()).toBe(false)
  hide(false)
  expect(playing()).toBe(true)
})

test('without a session a phone rests while its page is hidden, a desktop plays on', () => {
  hide(true)
  expect(playing()).toBe(true)
  hide(false)
  handheld = true
  hide(true)
  expect(playing()).toBe(false)
  hide(false)
  expect(playing()).toBe(true)
})
