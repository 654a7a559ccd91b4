import { type Mesh, Quaternion, Vector3 } from 'three'
import { beforeEach, expect, test, vi } from 'vitest'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { initialArState } from '../../../scenes/state/ar-state.ts'
import { beginArrival } from '../../../scenes/state/arrival.ts'
import { createFrameState, type FrameState } from '../../../scenes/state/frame-state.ts'
import { callPanel } from '../../../scenes/state/panel-state.ts'
import type { UiState } from '../../../scenes/state/scene-context.ts'
import { HandLight } from '../../../scenes/view/hand-light.ts'
import { HandNotes } from '../../../scenes/view/hand-notes.ts'
import { LightStrokes } from '../../../scenes/view/light-strokes.ts'
import { TextPlate } from '../../../scenes/view/text-plate.ts'
import { getXRLabels } from '../../../src/i18n/i18n.ts'

vi.stubGlobal('document', { createElement: () => ({ getContext: () => null }) })

let frameState: FrameState
let notes: HandNotes
let store: StoreApi<UiState>
let written = new Map<TextPlate['mesh'], string>()
const controller = (handedness: XRHandedness, hand?: XRHand) => ({ handedness, hand }) as unknown as XRInputSource
const right = controller('right')
const strokes = new LightStrokes(64, { value: 0 })

beforeEach(() => {
  written = new Map()
  vi.spyOn(TextPlate.prototype, 'setText').mockImplementation(function (this: TextPlate, text) {
    written.set(this.mesh, text ?? '')
  })
  frameState = createFrameState()
  store = createStore<UiState>()(() => ({ xrMode: 'vr', xrLabels: getXRLabels('en'), ar: initialArState }) as UiState)
  notes = new HandNotes(frameState, store)
})

/** Lets time pass with a hand at a place of the visitor's space. @returns the words that are shown, from above */
const show = (seconds: number, source = right, at = new Vector3(0.2, 1.3, -0.4)) => {
  for (let time = 0; time < seconds; time += 0.05) {
    frameState.arrival.time += 0.05
    notes.begin(0.05)
    notes.write(source, at, new Quaternion(), new HandLight(), strokes)
    notes.end()
  }
  return notes.group.children.filter(({ visible }) => visible).map((mesh) => written.get(mesh as Mesh as never))
}
/** In the middle of the gaze. */
const AHEAD = new Vector3(0, 1.6, -0.5)

test('at the dominant hand hints say how to hear, take and go, until each is done', () => {
  beginArrival(frameState.arrival, 'vr')
  expect(show(1)).toEqual([])
  expect(show(3)).toEqual(['Trigger  ·  hear a box', 'Grip  ·  take it along', 'Thumbstick  ·  go there'])
  expect(show(0.1, controller('left'))).toEqual([])
  frameState.arrival.hints.take = false
  expect(show(1)).toEqual(['Trigger  ·  hear a box', 'Thumbstick  ·  go there'])
  expect(show(1, controller('right', {} as XRHand))[0]).toBe('Pinch  ·  hear a box')
  callPanel(frameState.panel, true)
  expect(show(1)).toEqual([])
})

test('a controller that is looked at for a second names its buttons', () => {
  expect(show(0.8, right, AHEAD)).toEqual([])
  const names = ['Controls', 'Go there', 'Hear a box', 'Take it along']
  expect(show(0.5, right, AHEAD)).toEqual(names)
  frameState.preferences = { ...frameState.preferences, flying: true }
  expect(show(0.1, right, AHEAD)).toHaveLength(names.length + 1)
  // A look aside ends it.
  expect(show(0.1, right, new Vector3(0.5, 1.2, -0.4))).toEqual([])
  expect(show(0.5, right, AHEAD)).toEqual([])
})

test('in a real room they say how to place the song, then how to hear and take', () => {
  const ar = { ...initialArState, surfaceFound: true }
  store.setState({ xrMode: 'ar', ar })
  beginArrival(frameState.arrival, 'ar')
  expect(show(0.1)).toEqual(['Trigger  ·  place the song here'])
  store.setState({ ar: { ...ar, placed: true } })
  expect(show(4)).toEqual(['Trigger  ·  hear a box', 'Grip  ·  take it along'])
})
