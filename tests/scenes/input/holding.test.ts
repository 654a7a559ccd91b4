import { describe, expect, test } from 'vitest'
import { createHand, setUpRoom } from './xr-input-room.ts'

const room = setUpRoom()

describe('what is held', () => {
  test('stays in the air while its hand is lost for 200 ms, and goes on with the hand that comes back', () => {
    const hand = createHand('right')
    room.connect(hand)
    room.grab(hand, 3)
    room.runFrames(2)
    const before = room.locate(3)
    room.disconnect(hand)
    room.runFrames(10)
    expect(room.listGrabbed()).toEqual([3])
    const back = createHand('right', true)
    back.position.copy(hand.position)
    room.connect(back)
    room.runFrames(5, () => {
      back.position.x += 0.02
    })
    expect(room.locate(3)[0]).toBeCloseTo(before[0]! + 0.1, 4)
    room.release(back, 'select')
    expect(room.listGrabbed()).toEqual([])
  })

  test('stays in the hand whose pose is not told for 200 ms', () => {
    const hand = createHand('right')
    room.connect(hand)
    room.grab(hand, 3)
    room.runFrames(2)
    const before = room.locate(3)
    hand.isTracked = false
    room.runFrames(10)
    expect(room.locate(3)).toEqual(before)
    hand.isTracked = true
    room.runFrames(5, () => {
      hand.position.x += 0.02
    })
    expect(room.locate(3)[0]).toBeCloseTo(before[0]! + 0.1, 4)
  })

  test('is not thrown by the end of its pinch that browsers tell of a hand that they lose', () => {
    const hand = createHand('right', true)
    room.connect(hand)
    room.input.pressChunk(hand.source, 3, 0.4)
    room.runFrames(20, () => {
      hand.position.x += 0.02
    })
    const before = room.locate(3)
    room.send('selectend', hand)
    room.disconnect(hand)
    room.runFrames(5)
    expect(room.listGrabbed()).toEqual([3])
    expect(room.locate(3)).toEqual(before)
    const back = createHand('right', true)
    back.position.copy(hand.position)
    room.connect(back)
    room.runFrames(1)
    expect(room.listGrabbed()).toEqual([3])
  })

  test('falls once its hand has been away for longer', () => {
    const hand = createHand('right')
    room.connect(hand)
    room.grab(hand, 3)
    room.disconnect(hand)
    room.runFrames(30)
    expect(room.listGrabbed()).toEqual([])
  })

  test('is not taken over by the other hand', () => {
    const [left, right] = [createHand('left'), createHand('right')]
    room.connect(right)
    room.grab(right, 3)
    room.disconnect(right)
    room.connect(left)
    room.release(left)
    expect(room.listGrabbed()).toEqual([3])
  })

  test('comes to the hand from afar within 0.3 s, unless that is turned off', () => {
    const measure = (fetching: boolean, chunk: number) => {
      room.frameState.preferences = { ...room.frameState.preferences, fetching }
      const hand = createHand('right')
      hand.position.set(chunk, 1.3, 0)
      room.connect(hand)
      room.grab(hand, chunk)
      room.runFrames(15)
      return -room.locate(chunk)[2]!
    }
    expect(measure(false, 3)).toBeCloseTo(2, 2)
    expect(measure(true, 5)).toBeCloseTo(0.25, 2)
  })

  test('is sent off, drawn near and twisted by the stick of its hand, which moves nobody meanwhile', () => {
    const hand = createHand('right')
    const { axes } = hand
    room.connect(hand)
    hand.position.set(3, 1.3, -1.6)
    room.runFrames(1)
    room.grab(hand, 3)
    const { rig } = room.frameState.viewer
    const rigBefore = { ...rig }
    axes[3] = -1
    room.runFrames(10)
    expect(room.locate(3)[2]).toBeLessThan(-2.1)
    axes[3] = 1
    room.runFrames(30)
    expect(room.locate(3)[2]).toBeGreaterThan(-1.9)
    Object.assign(axes, { 2: 1, 3: 0 })
    const { grabSlots } = room.frameState.boxes
    const slot = grabSlots.chunk.indexOf(3)
    room.runFrames(10)
    expect(Math.abs(grabSlots.quaternion[slot * 4 + 1]!)).toBeGreaterThan(0.2)
    expect(rig).toEqual(rigBefore)
  })
})
