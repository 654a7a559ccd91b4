import { Quaternion, Vector3 } from 'three'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Playback } from '../../audio/playback.ts'
import { createLive, type Live, layBoxes } from '../../scenes/live.ts'
import { Locomotion } from '../../scenes/locomotion.ts'
import type { Preferences } from '../../scenes/preferences.ts'
import type { Room, RoomActions, RoomState } from '../../scenes/room.ts'
import { someChunks } from './chunks.ts'

const FRAME = 1 / 72

type Fake = { source: XRInputSource; axes: number[]; lower: { pressed: boolean } }

const controller = (handedness: XRHandedness): Fake => {
  const axes = [0, 0, 0, 0]
  const lower = { pressed: false }
  const none = { pressed: false }
  const gamepad = { axes, buttons: [none, none, none, none, lower, none] }
  return { source: { handedness, gamepad, targetRayMode: 'tracked-pointer' } as unknown as XRInputSource, axes, lower }
}
const trackedHand = (handedness: XRHandedness): XRInputSource =>
  ({ handedness, targetRayMode: 'tracked-pointer' }) as unknown as XRInputSource

let live: Live
let store: Room['store']
let locomotion: Locomotion
let session: EventTarget
const setMode = vi.fn()
/** Half down to the floor ahead. */
const down = new Quaternion().setFromAxisAngle(new Vector3(1, 0, 0), -0.6)
const level = new Quaternion()

beforeEach(() => {
  live = createLive()
  layBoxes(live, someChunks(50), 2)
  store = createStore<RoomState>()(() => ({ mode: 'roam', session: 'vr' }) as RoomState)
  setMode.mockClear()
  locomotion = new Locomotion({ live, store, actions: { setMode } as unknown as RoomActions })
  session = new EventTarget()
  locomotion.attach(session as XRSession)
})

const prefer = (change: Partial<Preferences>) => {
  live.preferences = { ...live.preferences, ...change }
}

const UP = new Vector3(0, 1, 0)

/** Frames: what is asked for is done at the beginning of the next one. Head and hands go with the visitor. */
function run(seconds: number, ...hands: (Fake | { source: XRInputSource; at?: Vector3; turn?: Quaternion })[]) {
  for (let t = 0; t < seconds; t += FRAME) {
    const { x, y, z, yaw } = live.visitor
    locomotion.move(FRAME)
    const look = new Vector3(...live.ear.forward).applyAxisAngle(UP, live.visitor.yaw - yaw)
    live.ear.forward = [look.x, look.y, look.z]
    live.ear.position[0] += live.visitor.x - x
    live.ear.position[1] += live.visitor.y - y
    live.ear.position[2] += live.visitor.z - z
    for (const hand of hands) {
      const { at = new Vector3(0.2, 1.2, -0.3), turn = down } = hand as { at?: Vector3; turn?: Quaternion }
      locomotion.steer(hand.source, at.clone().applyAxisAngle(UP, live.visitor.yaw).add(live.visitor as Vector3), turn)
    }
  }
}

const pushed = (fake: Fake, x: number, y: number) => {
  fake.axes[2] = x
  fake.axes[3] = y
}

describe.each(['left', 'right'] as const)('the %s stick alone', (handedness) => {
  test('teleports to the mark that was shown, even if the head has moved since', () => {
    const hand = controller(handedness)
    pushed(hand, 0, -1)
    run(0.1, hand)
    const mark = [...(live.landing ?? [])]
    expect(locomotion.teleport.mesh.visible).toBe(true)
    live.ear.position[0] += 0.1
    pushed(hand, 0, 0)
    run(0.1, hand)
    expect(live.landing).toBeNull()
    expect(locomotion.teleport.mesh.visible).toBe(false)
    expect(live.ear.position[0]).toBeCloseTo(mark[0] as number, 9)
    expect(live.ear.position[2]).toBeCloseTo(mark[2] as number, 9)
    // And then stays there.
    run(0.2, hand)
    expect(live.ear.position[2]).toBeCloseTo(mark[2] as number, 9)
  })

  test('goes nowhere from an arc that does not land', () => {
    const hand = controller(handedness)
    pushed(hand, 0, -1)
    const high = { ...hand, at: new Vector3(0, 30, 0), turn: level }
    run(0.1, high)
    expect(live.landing).toBeNull()
    pushed(hand, 0, 0)
    run(0.1, high)
    expect(live.visitor).toMatchObject({ x: 0, z: 0 })
  })

  test('walks smoothly at its speed, wherever the eyes look, and is level', () => {
    prefer({ moving: 'smooth', speed: 2 })
    live.ear.forward = [0, -1, 0]
    live.ear.up = [-1, 0, 0]
    const hand = controller(handedness)
    pushed(hand, 0, -1)
    run(1, hand)
    const before = live.visitor.x
    run(0.5, hand)
    expect(live.visitor.x - before).toBeCloseTo(-1, 1)
    expect(live.visitor.z).toBeCloseTo(0, 9)
    expect(live.visitor.y).toBe(0)
    expect(live.moved).toBe(1)
    pushed(hand, 0, 0)
    run(0.5, hand)
    expect(live.moved).toBe(0)
  })

  test('sets off softly, or at once where nothing may ease', () => {
    prefer({ moving: 'smooth' })
    const hand = controller(handedness)
    pushed(hand, 0, -1)
    run(2.5 * FRAME, hand)
    expect(-live.visitor.z).toBeLessThan(0.005)
    live.reducedMotion = true
    const before = live.visitor.z
    run(0.9 * FRAME, hand)
    expect(before - live.visitor.z).toBeCloseTo(1.6 * FRAME, 6)
  })

  test('turns once by 30° about the head, or steadily', () => {
    const hand = controller(handedness)
    live.ear.position = [1, 1.6, 2]
    pushed(hand, 1, 0.1)
    run(0.5, hand)
    expect(live.visitor.yaw).toBeCloseTo(-Math.PI / 6, 9)
    pushed(hand, 0, 0)
    run(0.1, hand)
    prefer({ turning: 'smooth' })
    pushed(hand, -1, 0)
    run(1, hand)
    expect(live.visitor.yaw).toBeGreaterThan(-Math.PI / 6 + 1.2)
    expect(live.visitor.yaw).toBeLessThan(-Math.PI / 6 + Math.PI / 2)
    expect(live.moved).toBeGreaterThan(0.9)
  })

  test('flies with the lower button held, where that is wanted', () => {
    const hand = controller(handedness)
    hand.lower.pressed = true
    pushed(hand, 0, -1)
    run(1, hand)
    expect(live.visitor.y).toBe(0)
    prefer({ flying: true })
    run(1, hand)
    expect(live.visitor.y).toBeGreaterThan(1)
    pushed(hand, 0, 1)
    run(2, hand)
    expect(live.visitor.y).toBe(0)
    expect(live.landing).toBeNull()
  })

  test('landing puts the feet on the floor again', () => {
    prefer({ flying: true })
    const hand = controller(handedness)
    hand.lower.pressed = true
    pushed(hand, 0, -1)
    run(1, hand)
    hand.lower.pressed = false
    run(1, hand)
    pushed(hand, 0, 0)
    run(1, hand)
    expect(live.visitor.y).toBe(0)
  })
})

describe('two sticks', () => {
  test.each([false, true])('share the parts of smooth movement, left-handed %s', (leftHanded) => {
    prefer({ moving: 'smooth', flying: true, leftHanded })
    const [walker, flyer] = (leftHanded ? ['right', 'left'] : ['left', 'right']).map((side) =>
      controller(side as XRHandedness),
    ) as [Fake, Fake]
    run(0.1, walker, flyer)
    pushed(walker, 1, 0)
    run(1, walker, flyer)
    expect(live.visitor.x).toBeGreaterThan(1)
    expect(live.visitor.yaw).toBe(0)
    pushed(walker, 0, 0)
    pushed(flyer, 0, -1)
    run(1, walker, flyer)
    expect(live.visitor.y).toBeGreaterThan(1)
    pushed(flyer, 1, 0)
    run(0.2, walker, flyer)
    expect(live.visitor.yaw).toBeCloseTo(-Math.PI / 6, 9)
  })

  test('are no faster than one', () => {
    prefer({ moving: 'smooth', speed: 1 })
    const [left, right] = [controller('left'), controller('right')]
    pushed(left, 0.8, -0.8)
    pushed(right, 0, -1)
    run(2, left, right)
    const { x, z } = live.visitor
    run(1, left, right)
    expect(Math.hypot(live.visitor.x - x, live.visitor.z - z)).toBeLessThan(1.02)
  })

  test('when one goes away the other has all parts, and the arc of the one that went is gone', () => {
    const [left, right] = [controller('left'), controller('right')]
    pushed(left, 0, -1)
    run(0.1, left, right)
    expect(live.landing).not.toBeNull()
    locomotion.forget(left.source)
    expect(live.landing).toBeNull()
    prefer({ moving: 'smooth', leftHanded: true })
    pushed(right, 1, 0)
    run(0.2, right)
    expect(live.visitor.yaw).toBeCloseTo(-Math.PI / 6, 9)
  })
})

describe('a hand without a stick', () => {
  const select = (type: 'selectstart' | 'selectend', inputSource: XRInputSource) =>
    session.dispatchEvent(Object.assign(new Event(type), { inputSource }))
  let clock = 0
  beforeEach(() => {
    clock = 0
    vi.spyOn(performance, 'now').mockImplementation(() => clock)
  })
  const hold = (hand: { source: XRInputSource; at?: Vector3; turn?: Quaternion }) => {
    run(0.05, hand)
    clock += 300
    run(0.05, hand)
  }

  test('teleports with a pinch held towards the floor, not with a click', () => {
    const source = trackedHand('left')
    select('selectstart', source)
    run(0.1, { source })
    select('selectend', source)
    run(0.1, { source })
    expect(live.visitor.z).toBe(0)
    select('selectstart', source)
    hold({ source })
    const mark = [...(live.landing ?? [])]
    select('selectend', source)
    run(0.1, { source })
    expect(live.ear.position[2]).toBeCloseTo(mark[2] as number, 9)
    expect(live.landing).toBeNull()
  })

  test('leaves alone what is pinched for something else', () => {
    const source = trackedHand('right')
    select('selectstart', source)
    run(0.05, { source })
    locomotion.claim(source)
    hold({ source })
    expect(live.landing).toBeNull()
    select('selectend', source)
    run(0.1, { source })
    expect(live.visitor).toMatchObject({ x: 0, z: 0, yaw: 0 })
  })

  test('turns and flies by pulling the air', () => {
    prefer({ flying: true })
    const source = trackedHand('right')
    select('selectstart', source)
    hold({ source, turn: level })
    const at = new Vector3(0.2 + 0.13, 1.2, -0.3)
    run(0.05, { source, turn: level, at })
    expect(live.visitor.yaw).toBeCloseTo(Math.PI / 6, 9)
    run(0.05, { source, turn: level, at: at.clone().setY(0.9) })
    expect(live.visitor.y).toBeCloseTo(1.2, 6)
  })

  test('two hands in the air are for something else', () => {
    const [left, right] = [trackedHand('left'), trackedHand('right')]
    select('selectstart', left)
    select('selectstart', right)
    run(0.05, { source: left, turn: level }, { source: right, turn: level })
    clock += 300
    run(0.05, { source: left, turn: level }, { source: right, turn: level })
    run(0.05, { source: left, turn: level, at: new Vector3(1, 1, 0) }, { source: right, turn: level })
    expect(live.visitor.yaw).toBe(0)
  })
})

test('whoever goes elsewhere by themselves gets off the ride, while it goes', () => {
  store.setState({ mode: 'ride' })
  const hand = controller('right')
  const teleport = () => {
    pushed(hand, 0, -1)
    run(0.1, hand)
    pushed(hand, 0, 0)
    run(0.1, hand)
  }
  teleport()
  expect(setMode).not.toHaveBeenCalled()
  live.playback = { playing: true } as Playback
  teleport()
  expect(setMode.mock.calls).toEqual([['roam']])
})

test('on a phone’s camera nothing moves but the phone', () => {
  store.setState({ session: 'ar' })
  const hand = controller('right')
  pushed(hand, 1, -1)
  run(0.5, hand)
  expect(live.visitor).toMatchObject({ x: 0, z: 0, yaw: 0 })
})
