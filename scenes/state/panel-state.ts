import type { Group, Object3D } from 'three'
import type { Meters, Radians, Seconds } from '../../audio/units.ts'

/** What a control of the panel reports to the debug API. */
export type ControlInfo = {
  label: string
  /** Name of the group of alternatives it belongs to. */
  group?: string
  /** On or off; position of a slider, 0-1. */
  value?: boolean | number
  /** A slider can be pressed anywhere along its length, and dragged. */
  isSlider?: true
}

export type PanelControl = ControlInfo & { object: Object3D & { size?: { peek(): unknown } } }

/** Whether a control has a position: one that was added in this frame gets it in the next. */
export const isLaidOut = ({ object }: PanelControl): boolean => !object.size || object.size.peek() !== undefined

/** Panel in the scene, and its mark while it is folded; `updateText` draws changed texts into its texture. */
export type PanelObject = { group: Group; mark: PanelControl['object']; updateText: () => void }

/** Pose beside the head in the rig's space, y up. */
export type PanelPose = {
  x: Meters
  y: Meters
  z: Meters
  /** Yaw that faces the head. */
  yaw: Radians
  pitch: Radians
  /** The panel moves to a new place; otherwise it stands still while the head moves nearby. */
  following: boolean
  /** 1: at the left hand, -1: at the right, 0: not placed yet. */
  side: 1 | 0 | -1
}

/** The panel is folded to a mark at the wrist, without hands at the hip, until a visitor calls it. */
export type PanelState = PanelPose & {
  /** There is a visitor who can call it: in a headset's session, in AR once the song is placed. */
  present: boolean
  called: boolean
  /** 0: folded, 1: open; eases towards `called`. */
  unfolded: number
  /** The mark in the rig's space, and whether a hand has carried it there in this frame. */
  mark: { x: Meters; y: Meters; z: Meters; carried: boolean }
  /** Heading of the hip that carries the mark without hands. */
  hipYaw: Radians
  /** The gaze rests on the mark. */
  looked: boolean
  /** Time for which the visitor has looked away from the open panel. */
  awayTime: Seconds
  /** A pointer is on the panel in this frame. */
  pointed: boolean
}

export const createPanelState = (): PanelState => ({
  x: 0,
  y: 0,
  z: 0,
  yaw: 0,
  pitch: 0,
  following: false,
  side: 0,
  present: false,
  called: false,
  unfolded: 0,
  mark: { x: 0, y: 0, z: 0, carried: false },
  hipYaw: 0,
  looked: false,
  awayTime: 0,
  pointed: false,
})

/** Opens the panel where the visitor looks, or folds it. */
export function callPanel(panel: PanelState, called: boolean): void {
  // Not placed: it opens before the visitor as he stands now.
  if (called && !panel.called) panel.side = 0
  panel.called = called
  panel.awayTime = 0
  panel.looked = false
}
