import { Quaternion, Vector3 } from 'three'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createHand, createXRInputRoom, type TestHand } from './xr-input-room.ts'

let room: ReturnType<typeof createXRInputRoom>
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
  room = createXRInputRoom()
})
afterEach(() => vi.useRealTimers())

describe('a pinch of a tracked hand', () => {
  const TILE = Number.POSITIVE_INFINITY
  const DOWN = new Quaternion().setFromAxisAngle(new Vector3(1, 0, 0), -0.7)
  const LEVEL = new Quaternion()
  /** Pinches while the ray meets something, for some frames of 20 ms, and lets go. */
  const pinch = (chunk: number, distance: number, frames: number, turn = DOWN) => {
    const hand = createHand('right', true)
    hand.orientation.copy(turn)
    room.connect(hand)
    room.send('selectstart', hand)
    room.input.pressChunk(hand.source, chunk, distance)
    room.runFrames(frames)
    const { teleporting, teleportTarget } = room.frameState.viewer
    const held = room.listGrabbed()
    const picked = room.pickChunk.mock.calls.flat()
    room.send('selectend', hand)
    room.runFrames(20)
    const { x, z } = room.frameState.viewer.rig
    return { teleporting, aims: teleportTarget !== null, held, picked, goes: Math.hypot(x, z) > 0.5 }
  }

  test('at a tile shows the arc at once; held it goes there, and takes and plays nothing', () => {
    expect(pinch(5, TILE, 2)).toMatchObject({ teleporting: true, aims: false, goes: false })
    room.pickChunk.mockClear()
    expect(pinch(5, TILE, 30)).toEqual({ teleporting: true, aims: true, held: [], picked: [], goes: true })
    expect(room.pickChunk).not.toHaveBeenCalled()
  })

  test('at a tile, let go at once, plays it; the arc goes away', () => {
    expect(pinch(5, TILE, 5).picked).toEqual([])
    expect(room.pickChunk.mock.calls).toEqual([[5]])
    expect(room.frameState.viewer.teleporting).toBe(false)
    expect(room.frameState.feedback.events[0]?.kind).toBe('play')
  })

  test('down past a box goes to the floor; at a box before the hand, or ahead, it plays and takes that', () => {
    expect(pinch(5, 1.2, 30)).toMatchObject({ aims: true, held: [], picked: [], goes: true })
    expect(pinch(5, 0.4, 30)).toMatchObject({ aims: false, held: [5], picked: [5] })
    room.pickChunk.mockClear()
    expect(pinch(6, 2, 30, LEVEL)).toMatchObject({ aims: false, held: [6], picked: [6] })
  })

  test('of eyes that look down at a box plays and takes that; at a tile it goes there', () => {
    const look = (distance: number) => {
      const eyes = createHand('right', false, 'transient-pointer')
      eyes.orientation.copy(DOWN)
      room.connect(eyes)
      room.send('selectstart', eyes)
      room.input.pressChunk(eyes.source, 5, distance)
      room.runFrames(30)
      const found = { teleporting: room.frameState.viewer.teleporting, held: room.listGrabbed() }
      room.send('selectend', eyes)
      room.runFrames(20)
      return found
    }
    expect(look(2)).toEqual({ teleporting: false, held: [5] })
    expect(look(TILE)).toEqual({ teleporting: true, held: [] })
  })

  test('held at the floor and raised above the horizon calls off', () => {
    const hand = createHand('right', true)
    hand.orientation.copy(DOWN)
    room.connect(hand)
    room.send('selectstart', hand)
    room.input.pressChunk(hand.source, 5, TILE)
    room.runFrames(30)
    expect(room.frameState.viewer.teleportTarget).not.toBeNull()
    hand.orientation.copy(LEVEL)
    room.runFrames(2)
    expect(room.frameState.viewer.teleportTarget).toBeNull()
    room.send('selectend', hand)
    room.runFrames(20)
    expect(room.frameState.viewer.rig).toMatchObject({ x: 0, z: 0 })
    expect(room.pickChunk).not.toHaveBeenCalled()
  })

  test('of both hands at tiles takes the whole song, and goes nowhere', () => {
    const hands = [createHand('left', true), createHand('right', true)]
    room.connect(...hands)
    for (const hand of hands) {
      hand.orientation.copy(DOWN)
      room.send('selectstart', hand)
      room.input.pressChunk(hand.source, 5, TILE)
    }
    room.runFrames(3)
    room.runFrames(20, () => {
      ;(hands[1] as TestHand).position.x += 0.02
    })
    expect(room.frameState.placement.scale).not.toBe(1)
    for (const hand of hands) room.send('selectend', hand)
    room.runFrames(20)
    expect(room.frameState.viewer.rig).toMatchObject({ x: 0, z: 0 })
    expect(room.pickChunk).not.toHaveBeenCalled()
  })

  test.each([
    ['gaze and pinch, whose pointer is gone with its end, goes', 'transient-pointer', true],
    ['a hand that is lost, which tells the same, goes nowhere', 'tracked-pointer', false],
  ] as const)('of %s', (_, targetRayMode, goes) => {
    const hand = createHand('right', !goes, targetRayMode)
    hand.orientation.copy(DOWN)
    room.connect(hand)
    room.send('selectstart', hand)
    room.runFrames(30)
    expect(room.frameState.viewer.teleportTarget).not.toBeNull()
    room.send('selectend', hand)
    room.disconnect(hand)
    room.runFrames(20)
    expect(room.frameState.viewer.rig.z < -0.5).toBe(goes)
    expect(room.frameState.viewer.teleporting).toBe(false)
  })

  test('that holds a box in its fist goes nowhere', () => {
    const hand = createHand('right', true)
    hand.orientation.copy(DOWN)
    room.connect(hand)
    room.grab(hand, 3)
    for (const press of [() => room.input.pressEmpty(hand.source), () => room.input.pressChunk(hand.source, 5, TILE)]) {
      room.send('selectstart', hand)
      press()
      room.runFrames(30)
      expect(room.frameState.viewer.teleporting).toBe(false)
      room.send('selectend', hand)
    }
    expect(room.listGrabbed()).toEqual([3])
  })

  test('in a real room plays a tile at once', () => {
    room.store.setState({ xrMode: 'ar' })
    expect(pinch(5, TILE, 2).picked).toEqual([5])
  })
})
