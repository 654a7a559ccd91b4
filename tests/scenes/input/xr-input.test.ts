import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createHand, createXRInputRoom } from './xr-input-room.ts'

let room: ReturnType<typeof createXRInputRoom>
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
  room = createXRInputRoom()
})
afterEach(() => vi.useRealTimers())

describe('a squeeze', () => {
  test('takes the hovered box, which keeps its distance to the hand, and lets it go where it opens', () => {
    const hand = createHand('right')
    room.connect(hand)
    room.grab(hand, 3)
    const before = room.locate(3)
    room.runFrames(10, () => {
      hand.position.x += 0.02
    })
    expect(room.listGrabbed()).toEqual([3])
    expect(room.locate(3)[0]).toBeCloseTo((before[0] as number) + 0.2, 5)
    expect(room.locate(3)[1]).toBeCloseTo(before[1] as number, 5)
    room.send('squeezeend', hand)
    expect(room.listGrabbed()).toEqual([])
    expect(room.pickChunk).not.toHaveBeenCalled()
  })

  test('takes a box within 12 cm of the hand, wherever the ray points', () => {
    const hand = createHand('right')
    hand.position.set(7.1, 1.3, -2)
    room.connect(hand)
    room.grab(hand, 3)
    expect(room.listGrabbed()).toEqual([7])
  })

  test('takes no box that is farther than 4 m along the ray', () => {
    const hand = createHand('right')
    room.connect(hand)
    room.input.hoverSource(hand.source, 3, 4.5)
    room.send('squeezestart', hand)
    expect(room.listGrabbed()).toEqual([])
  })

  test('throws the box as fast as the hand moved it', () => {
    const hand = createHand('right')
    room.connect(hand)
    room.grab(hand, 3)
    room.runFrames(10, () => {
      hand.position.x += 0.03
    })
    room.send('squeezeend', hand)
    const { grabSlots } = room.frameState.boxes
    expect(grabSlots.velocity[grabSlots.chunk.indexOf(3) * 3]).toBeCloseTo(1.5, 1)
    const released = room.locate(3)[0] as number
    room.runFrames(10)
    expect(room.locate(3)[0]).toBeGreaterThan(released + 0.1)
    room.runFrames(400)
    expect(room.locate(3)).toEqual([...room.frameState.boxes.home.subarray(9, 12)])
  })
})

describe('a trigger', () => {
  test('plays the box at once, and takes it after 280 ms', () => {
    const hand = createHand('right')
    room.connect(hand)
    room.input.pressChunk(hand.source, 5)
    expect(room.pickChunk.mock.calls).toEqual([[5]])
    room.runFrames(13)
    expect(room.listGrabbed()).toEqual([])
    room.runFrames(2)
    expect(room.listGrabbed()).toEqual([5])
    room.send('selectend', hand)
    expect(room.listGrabbed()).toEqual([])
  })

  test('released before that does not take the box afterwards', () => {
    const hand = createHand('right')
    room.connect(hand)
    room.input.pressChunk(hand.source, 5)
    room.runFrames(5)
    room.send('selectend', hand)
    room.runFrames(30)
    expect(room.listGrabbed()).toEqual([])
  })

  test('does not drop a box that a squeeze holds', () => {
    const hand = createHand('right')
    room.connect(hand)
    room.grab(hand, 3)
    room.input.pressChunk(hand.source, 3)
    room.runFrames(2)
    room.send('selectend', hand)
    expect(room.listGrabbed()).toEqual([3])
  })

  test('a fingertip plays the box and never takes it', () => {
    const hand = createHand('right', true)
    room.connect(hand)
    room.input.pressChunk(hand.source, 5, true)
    room.runFrames(30)
    expect(room.pickChunk.mock.calls).toEqual([[5]])
    expect(room.listGrabbed()).toEqual([])
  })
})

describe('two hands', () => {
  test('hold a box each, and one takes the box out of the other', () => {
    const [left, right] = [createHand('left'), createHand('right')]
    room.connect(left, right)
    room.grab(left, 3)
    room.grab(right, 9)
    room.runFrames(1)
    expect(room.listGrabbed().sort()).toEqual([3, 9])
    room.send('squeezeend', right)
    expect(room.listGrabbed()).toEqual([3])
    room.grab(right, 3)
    room.send('squeezeend', left)
    expect(room.listGrabbed()).toEqual([3])
    const before = room.locate(3)
    room.runFrames(5, () => {
      right.position.y += 0.1
    })
    expect(room.locate(3)[1]).toBeCloseTo((before[1] as number) + 0.5, 5)
  })

  test('that close around nothing scale the song by the ratio of their distances', () => {
    const [left, right] = [createHand('left'), createHand('right')]
    left.position.set(-0.2, 1.2, 0)
    right.position.set(0.2, 1.2, 0)
    room.connect(left, right)
    room.send('squeezestart', left)
    room.send('squeezestart', right)
    room.runFrames(1)
    left.position.x = -0.1
    right.position.x = 0.1
    room.runFrames(1)
    expect(room.frameState.placement.scale).toBeCloseTo(0.5, 6)
    expect(room.listGrabbed()).toEqual([])
    room.send('squeezeend', left)
    right.position.x = 0.9
    room.runFrames(2)
    expect(room.frameState.placement.scale).toBeCloseTo(0.5, 6)
  })
})

describe('a held box is let go, without a throw,', () => {
  const expectReleased = () => {
    expect(room.listGrabbed()).toEqual([])
    expect([...room.frameState.boxes.grabSlots.velocity]).toEqual(new Array(12).fill(0))
  }
  const moveAndGrab = () => {
    const hand = createHand('right')
    room.connect(hand)
    room.grab(hand, 3)
    room.runFrames(10, () => {
      hand.position.x += 0.03
    })
    return hand
  }

  test('when its controller is disconnected, whose late pointer events are ignored', () => {
    const hand = moveAndGrab()
    room.disconnect(hand)
    expectReleased()
    room.input.hoverSource(hand.source, 3)
    room.input.pressChunk(hand.source, 3)
    expect(room.frameState.pointer.hoveredChunk).toBe(-1)
    expect(room.pickChunk).not.toHaveBeenCalled()
  })

  test('when the session is hidden', () => {
    moveAndGrab()
    room.hide()
    expectReleased()
  })

  test('when the session ends', () => {
    moveAndGrab()
    room.detach()
    expectReleased()
    expect(room.frameState.pointer.active.kind).toBeNull()
  })
})

test('a fist of a tracked hand takes the box in it, and opened lets it go', () => {
  const hand = createHand('left', true)
  hand.position.set(4, 1.3, -2)
  room.connect(hand)
  hand.openness = 0.5
  room.runFrames(1)
  expect(room.listGrabbed()).toEqual([4])
  hand.openness = 2
  room.runFrames(1)
  expect(room.listGrabbed()).toEqual([])
})

test('each newly hovered box is one light tick, at most one every 70 ms', () => {
  const hand = createHand('right')
  room.connect(hand)
  for (const chunk of [1, 1, 2]) room.input.hoverSource(hand.source, chunk)
  expect(hand.pulses).toEqual([0.25])
  vi.advanceTimersByTime(80)
  room.input.hoverSource(hand.source, 3)
  expect(hand.pulses).toEqual([0.25, 0.25])
})

test('the active pointer is the one used last; the gaze is used without any other', () => {
  const [left, right] = [createHand('left'), createHand('right')]
  room.connect(left, right)
  expect(room.frameState.pointer.active).toMatchObject({ kind: 'controller', hand: 'right', chunk: -1 })
  room.input.hoverSource(left.source, 2)
  room.runFrames(1)
  expect(room.frameState.pointer.active).toMatchObject({ hand: 'left', chunk: 2 })
  expect(room.input.hasNoPointer).toBe(false)
  room.disconnect(left)
  room.disconnect(right)
  room.runFrames(1)
  expect(room.input.hasNoPointer).toBe(true)
  expect(room.frameState.pointer.active.kind).toBe('gaze')
})
