import fc from 'fast-check'
import { expect, test } from 'vitest'
import { roomToSong } from '../../../scenes/geometry/placement.ts'
import { createHand, createXRInputRoom, setUpRoom } from './xr-input-room.ts'

setUpRoom()

const shift = fc.double({ min: -0.15, max: 0.15, noNaN: true })
const shifts = fc.tuple(shift, shift, shift)
/** What happens before a frame: hands open or close, and move; something else moves the visitor. */
const step = fc.record({
  toggle: fc.constantFrom('left', 'right', null, null, null, null),
  left: shifts,
  right: shifts,
  rig: fc.option(shifts, { freq: 6 }),
})

test('hands that join and leave in any order never make the song jump: what both hold stays between them', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 4, maxLength: 40 }), (steps) => {
      const room = createXRInputRoom()
      const { frameState } = room
      const { placement, viewer } = frameState
      // No box is within reach.
      for (let i = 0; i < 20; i++) frameState.boxes.home[i * 3 + 1] = 500
      room.runFrames(1)
      const hands = { left: createHand('left'), right: createHand('right') }
      hands.left.position.x = -0.2
      hands.right.position.x = 0.2
      room.connect(hands.left, hands.right)
      const held = { left: false, right: false }
      const between = (rigged: boolean): [number, number, number] => {
        const out: [number, number, number] = [0, 0, 0]
        const middle = hands.left.position.clone().add(hands.right.position).multiplyScalar(0.5)
        if (rigged) middle.add(viewer.rig)
        roomToSong(placement, middle.x, middle.y, middle.z, out)
        return out
      }
      for (const { toggle, left, right, rig } of steps) {
        const wereHeld = held.left && held.right
        if (toggle) {
          held[toggle] = !held[toggle]
          room.send(held[toggle] ? 'squeezestart' : 'squeezeend', hands[toggle])
        }
        const before = { ...placement }
        if (rig) {
          viewer.rig.x += rig[0]
          viewer.rig.z += rig[2]
        }
        const middle = between(true)
        room.runFrames(1, () => {
          for (const [side, by] of [
            ['left', left],
            ['right', right],
          ] as const) {
            hands[side].position.x += by[0]
            hands[side].position.y = Math.max(0.1, hands[side].position.y + by[1])
            hands[side].position.z += by[2]
          }
        })
        if (!wereHeld || !held.left || !held.right) expect(placement).toEqual(before)
        else {
          const now = between(true)
          expect(now[0]).toBeCloseTo(middle[0], 3)
          expect(now[2]).toBeCloseTo(middle[2], 3)
          expect(placement.y).toBeGreaterThanOrEqual(0)
        }
      }
      room.detach()
    }),
  )
})
