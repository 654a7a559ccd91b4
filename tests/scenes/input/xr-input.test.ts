import { describe, expect, test, vi } from 'vitest'
import { createHand, setUpRoom } from './xr-input-room.ts'

const room = setUpRoom()

describe('a squeeze', () => {
  test('grabs the hovered box, which moves with the hand until the squeeze ends', () => {
    const hand = createHand('right')
    room.connect(hand)
    room.grab(hand, 3)
    const before = room.locate(3)
    room.runFrames(10, () => {
      hand.position.x += 0.02
    })
    expect(room.listGrabbed()).toEqual([3])
    expect(room.locate(3)[0]).toBeCloseTo(before[0]! + 0.2, 5)
    expect(room.locate(3)[1]).toBeCloseTo(before[1]!, 5)
    room.release(hand)
    expect(room.listGrabbed()).toEqual([])
    expect(room.pickChunk).not.toHaveBeenCalled()
  })

  test('grabs a box within 12 cm of the hand, wherever the ray points', () => {
    const hand = createHand('right')
    hand.position.set(7.1, 1.3, -2)
    room.connect(hand)
    room.grab(hand, 3)
    expect(room.listGrabbed()).toEqual([7])
  })

  test('does not grab a hovered box farther away than 4 m', () => {
    const hand = createHand('right')
    room.connect(hand)
    room.input.hoverSource(hand.source, 3, 4.5)
    room.send('squeezestart', hand)
    expect(room.listGrabbed()).toEqual([])
  })

  test('gives the released box the velocity of the hand', () => {
    const hand = createHand('right')
    room.connect(hand)
    room.grab(hand, 3)
    room.runFrames(10, () => {
      hand.position.x += 0.03
    })
    room.release(hand)
    const { grabSlots } = room.frameState.boxes
    const speed = grabSlots.velocity[grabSlots.chunk.indexOf(3) * 3]
    // The air has slowed it for one frame.
    expect(speed).toBeGreaterThan(1.4)
    expect(speed).toBeLessThan(1.5)
    const released = room.locate(3)[0]!
    room.runFrames(10)
    expect(room.locate(3)[0]).toBeGreaterThan(released + 0.1)
    room.runFrames(400)
    expect(room.locate(3)).toEqual([...room.frameState.boxes.home.subarray(9, 12)])
  })
})

describe('a trigger', () => {
  test('plays the chunk at once, and grabs its box after 280 ms', () => {
    const hand = createHand('right')
    room.connect(hand)
    room.input.pressChunk(hand.source, 5, 0.4)
    expect(room.pickChunk.mock.calls).toEqual([[5]])
    room.runFrames(13)
    expect(room.listGrabbed()).toEqual([])
    room.runFrames(2)
    expect(room.listGrabbed()).toEqual([5])
    room.release(hand, 'select')
    expect(room.listGrabbed()).toEqual([])
  })

  test('released within 280 ms does not grab the box', () => {
    const hand = createHand('right')
    room.connect(hand)
    room.input.pressChunk(hand.source, 5, 0.4)
    room.runFrames(5)
    room.release(hand, 'select')
    room.runFrames(30)
    expect(room.listGrabbed()).toEqual([])
  })

  test('does not release a box that a squeeze has grabbed', () => {
    const hand = createHand('right')
    room.connect(hand)
    room.grab(hand, 3)
    room.input.pressChunk(hand.source, 3, 0.4)
    room.runFrames(2)
    room.release(hand, 'select')
    expect(room.listGrabbed()).toEqual([3])
  })

  test('a fingertip plays the chunk and never grabs its box', () => {
    const hand = createHand('right', true)
    room.connect(hand)
    room.input.pressChunk(hand.source, 5, 0.4, true)
    room.runFrames(30)
    expect(room.pickChunk.mock.calls).toEqual([[5]])
    expect(room.listGrabbed()).toEqual([])
  })
})

describe('two hands', () => {
  test('grab a box each, and one can grab the box of the other', () => {
    const [left, right] = [createHand('left'), createHand('right')]
    room.connect(left, right)
    room.grab(left, 3)
    room.grab(right, 9)
    room.runFrames(1)
    expect(room.listGrabbed().sort()).toEqual([3, 9])
    room.release(right)
    expect(room.listGrabbed()).toEqual([3])
    room.grab(right, 3)
    room.release(left)
    expect(room.listGrabbed()).toEqual([3])
    const before = room.locate(3)
    room.runFrames(5, () => {
      right.position.y += 0.1
    })
    expect(room.locate(3)[1]).toBeCloseTo(before[1]! + 0.5, 5)
  })

  test('that grab nothing scale the song by the ratio of their distances', () => {
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
    room.release(left)
    right.position.x = 0.9
    room.runFrames(2)
    expect(room.frameState.placement.scale).toBeCloseTo(0.5, 6)
  })
})

describe('a grabbed box is released without velocity', () => {
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

  test('when its controller is disconnected; late pointer events of it are ignored', () => {
    const hand = moveAndGrab()
    room.disconnect(hand)
    room.runFrames(30)
    expectReleased()
    room.input.hoverSource(hand.source, 3)
    room.input.pressChunk(hand.source, 3, 0.4)
    expect(room.frameState.pointer.hoveredChunk).toBe(-1)
    expect(room.pickChunk).not.toHaveBeenCalled()
  })

  test('when the session is hidden', () => {
    moveAndGrab()
    room.setVisibility('hidden')
    expectReleased()
  })

  test('when the session ends', () => {
    moveAndGrab()
    room.detach()
    expectReleased()
    expect(room.frameState.pointer.active.kind).toBeNull()
  })
})

test('a fist of a tracked hand grabs the box in it, and releases it when it opens', () => {
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

test('each newly hovered box pulses the controller once, at most every 70 ms', () => {
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

test('before any use the dominant hand points, also if it connects as the second', () => {
  const [left, right] = [createHand('left'), createHand('right')]
  room.connect(left)
  room.runFrames(1)
  expect(room.frameState.pointer.active.hand).toBe('left')
  room.connect(right)
  room.runFrames(1)
  expect(room.frameState.pointer.active.hand).toBe('right')
})

test('a ray that leaves its box hands over to the other one that is on a box', () => {
  const [left, right] = [createHand('left'), createHand('right')]
  room.connect(left, right)
  room.input.hoverSource(right.source, 11)
  room.input.hoverSource(left.source, 2)
  room.input.hoverSource(left.source, -1)
  room.runFrames(1)
  expect(room.frameState.pointer.active).toMatchObject({ hand: 'right', chunk: 11 })
  expect(room.frameState.pointer.hoveredChunk).toBe(11)
})
