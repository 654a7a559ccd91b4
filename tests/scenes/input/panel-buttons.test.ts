import { describe, expect, test } from 'vitest'
import { PanelButtons } from '../../../scenes/input/panel-buttons.ts'
import { createFrameState } from '../../../scenes/state/frame-state.ts'
import { createHand, setUpRoom } from './xr-input-room.ts'

/** A controller whose upper button is pressed or not. */
const createController = () => {
  const upper = { pressed: false }
  const buttons = [...Array.from({ length: 5 }, () => ({ pressed: false })), upper]
  return { upper, source: { gamepad: { buttons } } as unknown as XRInputSource }
}

describe('PanelButtons', () => {
  test('Y or B calls the panel and folds it, once a press', () => {
    const frameState = createFrameState()
    const { panel } = frameState
    panel.present = true
    const buttons = new PanelButtons(frameState)
    const [left, right] = [createController(), createController()]
    const frames = (count: number) => {
      for (let k = 0; k < count; k++) for (const { source } of [left, right]) buttons.read(source)
    }
    frames(3)
    expect(panel.called).toBe(false)
    left.upper.pressed = true
    frames(5)
    expect(panel.called).toBe(true)
    left.upper.pressed = false
    right.upper.pressed = true
    frames(5)
    expect(panel.called).toBe(false)
    expect(frameState.feedback.events[0]?.kind).toBe('panel')
  })

  test('not where there is no panel, nor while a teleport is aimed', () => {
    const frameState = createFrameState()
    const buttons = new PanelButtons(frameState)
    const controller = createController()
    const press = () => {
      for (const pressed of [true, false]) {
        controller.upper.pressed = pressed
        buttons.read(controller.source)
      }
    }
    press()
    expect(frameState.panel.called).toBe(false)
    frameState.panel.present = true
    frameState.viewer.teleporting = true
    press()
    expect(frameState.panel.called).toBe(false)
  })
})

const room = setUpRoom()

test('a press while the gaze rests on the mark calls the panel, and plays no box', () => {
  const hand = createHand('right', true)
  room.connect(hand)
  const { panel } = room.frameState
  panel.present = true
  panel.looked = true
  room.input.hoverSource(hand.source, 3, 0.5)
  room.input.pressChunk(hand.source, 3, 0.4)
  expect(panel.called).toBe(true)
  expect(room.pickChunk).not.toHaveBeenCalled()
  // The next press means the box.
  room.input.pressChunk(hand.source, 3, 0.4)
  expect(room.pickChunk).toHaveBeenCalledExactlyOnceWith(3)
})
