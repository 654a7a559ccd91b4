import { describe, expect, test } from 'vitest'
import { createHand, setUpRoom, type TestHand } from './xr-input-room.ts'

const room = setUpRoom()

/** A controller that holds box 3 by its trigger, and swings. */
function holdByTrigger(): TestHand {
  const hand = createHand('right')
  hand.position.set(3, 1.3, -1)
  room.connect(hand)
  hand.buttons[0]!.pressed = true
  room.input.pressChunk(hand.source, 3, 0.4)
  room.runFrames(20, () => {
    hand.position.x += 0.02
  })
  expect(room.listGrabbed()).toEqual([3])
  return hand
}
/** The menu is open for a second; poses are told on, as by some devices. */
function openMenu(meanwhile: () => void = () => {}) {
  room.setVisibility('visible-blurred')
  meanwhile()
  room.runFrames(50)
  room.setVisibility('visible')
}
const readSpeed = () => Math.hypot(...room.frameState.boxes.grabSlots.velocity)

describe("while the headset's menu is open", () => {
  test('what a trigger holds waits in the air, and goes on with the hand', () => {
    const hand = holdByTrigger()
    const before = room.locate(3)
    openMenu(() => {
      hand.position.y += 0.4
    })
    expect(room.locate(3)).toEqual(before)
    hand.position.y -= 0.4
    room.runFrames(1)
    expect(room.listGrabbed()).toEqual([3])
    expect(room.locate(3)[0]).toBeCloseTo(before[0]!, 4)
    room.release(hand, 'select')
    expect(room.listGrabbed()).toEqual([])
  })

  test.each(['before', 'after'] as const)(
    'the end of the press that browsers tell %s the menu opens neither drops nor throws',
    (order) => {
      const hand = holdByTrigger()
      if (order === 'before') room.send('selectend', hand)
      openMenu(() => order === 'after' && room.send('selectend', hand))
      room.runFrames(1)
      expect(room.listGrabbed()).toEqual([3])
      expect(readSpeed()).toBe(0)
    },
  )

  test('what is let go in the menu falls without a throw', () => {
    const hand = holdByTrigger()
    openMenu(() => {
      hand.buttons[0]!.pressed = false
    })
    room.runFrames(1)
    expect(room.listGrabbed()).toEqual([])
    expect(readSpeed()).toBe(0)
  })

  test('a controller that the menu takes away comes back with what it holds, if it still presses', () => {
    for (const pressed of [true, false]) {
      const hand = holdByTrigger()
      openMenu(() => {
        room.send('selectend', hand)
        room.disconnect(hand)
      })
      const back = createHand('right')
      back.position.copy(hand.position)
      back.buttons[0]!.pressed = pressed
      room.connect(back)
      room.runFrames(1)
      expect(room.listGrabbed()).toEqual(pressed ? [3] : [])
      expect(readSpeed()).toBe(0)
      room.disconnect(back)
      room.runFrames(30)
    }
  })

  test('a press that is told again as it closes plays nothing, and the next one does', () => {
    const hand = holdByTrigger()
    room.pickChunk.mockClear()
    const heard: string[] = []
    room.session.addEventListener('selectstart', () => heard.push('selectstart'))
    openMenu()
    room.send('selectstart', hand)
    room.input.pressChunk(hand.source, 3, 0.4)
    room.runFrames(1)
    expect(heard).toEqual([])
    expect(room.pickChunk).not.toHaveBeenCalled()
    room.release(hand, 'select')
    room.send('selectstart', hand)
    room.input.pressChunk(hand.source, 3, 0.4)
    expect(heard).toEqual(['selectstart'])
    expect(room.pickChunk).toHaveBeenCalledExactlyOnceWith(3)
  })

  test('a trigger that was pressed shortly before takes nothing', () => {
    const hand = createHand('right')
    room.connect(hand)
    room.input.pressChunk(hand.source, 5, 0.4)
    room.runFrames(3)
    openMenu()
    room.runFrames(30)
    expect(room.listGrabbed()).toEqual([])
  })

  test('a stick that is held by a controller that the menu takes away moves nobody as that comes back, until it is let go', () => {
    const hand = createHand('right')
    room.frameState.preferences = { ...room.frameState.preferences, moving: 'smooth' }
    room.connect(hand)
    room.runFrames(1)
    hand.axes[3] = -1
    room.runFrames(5)
    openMenu(() => room.disconnect(hand))
    const { rig } = room.frameState.viewer
    const { z } = rig
    const back = createHand('right')
    back.axes[3] = -1
    room.connect(back)
    room.runFrames(20)
    expect(rig.z).toBe(z)
    back.axes[3] = 0
    room.runFrames(1)
    back.axes[3] = -1
    room.runFrames(20)
    expect(rig.z).toBeLessThan(z - 0.1)
    room.disconnect(back)
  })

  test('a stick that is held moves nobody, nor afterwards until it has been let go', () => {
    const hand = createHand('right')
    room.frameState.preferences = { ...room.frameState.preferences, moving: 'smooth' }
    room.connect(hand)
    hand.axes[3] = -1
    room.runFrames(20)
    const { rig } = room.frameState.viewer
    expect(rig.z).toBeLessThan(-0.1)
    room.setVisibility('visible-blurred')
    room.runFrames(1)
    const stopped = { ...rig }
    room.runFrames(50)
    expect(Math.hypot(rig.x - stopped.x, rig.z - stopped.z)).toBeLessThan(0.2)
    const { x, z } = rig
    room.runFrames(50)
    room.setVisibility('visible')
    room.runFrames(50)
    expect([rig.x, rig.z]).toEqual([x, z])
    hand.axes[3] = 0
    room.runFrames(1)
    hand.axes[3] = -1
    room.runFrames(20)
    expect(rig.z).toBeLessThan(z - 0.1)
  })
})

test('a pinch that is a pointer of its own throws as it opens, though the pointer goes away with it', () => {
  const pinch = createHand('right', false, 'transient-pointer')
  pinch.position.set(3, 1.3, -1)
  room.connect(pinch)
  room.input.pressChunk(pinch.source, 3, 0.4)
  expect(room.pickChunk).toHaveBeenCalledExactlyOnceWith(3)
  room.runFrames(20, () => {
    pinch.position.x += 0.02
  })
  expect(room.listGrabbed()).toEqual([3])
  room.send('selectend', pinch)
  room.disconnect(pinch)
  room.runFrames(1)
  expect(room.listGrabbed()).toEqual([])
  expect(readSpeed()).toBeGreaterThan(0.5)
  // Between two pinches the head does not begin to point.
  expect(room.input.hasNoPointer).toBe(false)
})

test('a box that such a pinch takes does not come to the eyes', () => {
  room.frameState.preferences = { ...room.frameState.preferences, fetching: true }
  const pinch = createHand('right', false, 'transient-pointer')
  pinch.position.set(3, 1.6, 0)
  room.connect(pinch)
  room.input.pressChunk(pinch.source, 3, 0.4)
  room.runFrames(40)
  expect(room.listGrabbed()).toEqual([3])
  expect(room.locate(3)[2]).toBeCloseTo(-2, 3)
})
