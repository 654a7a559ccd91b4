import { beforeEach, describe, expect, test, vi } from 'vitest'
import { defaultSettings } from '../../../audio/song/song.ts'
import type { SceneContext } from '../../../scenes/state/scene-context.ts'
import { createUiStore } from '../../../src/session/create-ui-store.ts'
import { pauseWhenHidden, type XRSessionSource } from '../../../src/session/pause-when-hidden.ts'

let context: SceneContext
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
const playing = () => context.store.getState().playing

beforeEach(() => {
  const store = createUiStore(defaultSettings)
  const set = (playing: boolean) => () => store.setState({ playing })
  const actions = { play: set(true), pause: set(false), releaseChunk: () => store.setState({ grabbedChunk: null }) }
  context = { store, services: { playback: { stopPicked } }, actions } as unknown as SceneContext
  page = Object.assign(new EventTarget(), { hidden: false })
  handheld = false
  let changed = () => {}
  let now: ReturnType<XRSessionSource['getState']> = { session: undefined, mode: null }
  wear = (session, mode = 'immersive-vr') => {
    now = { session: session as XRSession | undefined, mode: session ? mode : null }
    changed()
  }
  const xr: XRSessionSource = { getState: () => now, subscribe: (tell) => (changed = tell) }
  pauseWhenHidden(context, xr, page as unknown as Document, () => handheld)
  context.actions.play()
})

describe('in a headset', () => {
  let session: FakeSession
  beforeEach(() => {
    session = new FakeSession()
    wear(session)
  })

  test('the song pauses while the session is hidden, and resumes when it is visible again', () => {
    session.show('hidden')
    expect(playing()).toBe(false)
    session.show('visible')
    expect(playing()).toBe(true)
  })

  test('a song that was paused before is not resumed', () => {
    context.actions.pause()
    session.show('hidden')
    session.show('visible')
    expect(playing()).toBe(false)
  })

  test('`visible-blurred` changes nothing, also after `hidden`', () => {
    session.show('visible-blurred')
    expect(playing()).toBe(true)
    session.show('hidden')
    session.show('visible-blurred')
    expect(playing()).toBe(true)
  })

  test('grabbed chunks are released and picked chunks stop', () => {
    stopPicked.mockClear()
    context.store.setState({ grabbedChunk: 3 })
    session.show('hidden')
    expect(context.store.getState().grabbedChunk).toBeNull()
    expect(stopPicked).toHaveBeenCalledTimes(1)
  })

  test('the song is not resumed if it was played and paused, or replaced, while hidden', () => {
    session.show('hidden')
    context.actions.play()
    context.actions.pause()
    session.show('visible')
    expect(playing()).toBe(false)
    context.actions.play()
    session.show('hidden')
    context.store.setState({ title: 'another' })
    session.show('visible')
    expect(playing()).toBe(false)
  })

  test('the song is not resumed after a session that ended while hidden; the next session can play it', () => {
    session.show('hidden')
    wear(undefined)
    expect(playing()).toBe(false)
    const next = new FakeSession()
    wear(next)
    context.actions.play()
    session.show('hidden')
    expect(playing()).toBe(true)
    next.show('hidden')
    expect(playing()).toBe(false)
  })

  test('a hidden page does not pause the song while a headset shows the scene', () => {
    handheld = true
    hide(true)
    expect(playing()).toBe(true)
  })
})

test('in AR a hidden page pauses the song', () => {
  wear(new FakeSession(), 'immersive-ar')
  hide(true)
  expect(playing()).toBe(false)
  hide(false)
  expect(playing()).toBe(true)
})

test('without a session a hidden page pauses the song on a phone, not on a desktop', () => {
  hide(true)
  expect(playing()).toBe(true)
  hide(false)
  handheld = true
  hide(true)
  expect(playing()).toBe(false)
  hide(false)
  expect(playing()).toBe(true)
})
