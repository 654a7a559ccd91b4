import type { Group, Object3D } from 'three'
import type { Meters, Radians } from '../../audio/units.ts'

/** What a control of the panel reports to outside observers. */
export type ControlInfo = {
  label: string
  /** The set of alternatives it belongs to. */
  group?: string
  /** On or off; of a slider, its position (0-1). */
  value?: boolean | number
  /** A slider is pressed anywhere along its length, and dragged. */
  isSlider?: true
}

export type PanelControl = ControlInfo & { object: Object3D & { size: { peek(): unknown } } }

/** A control that was added in this frame has its position from the next frame on. */
export const isLaidOut = ({ object }: PanelControl): boolean => object.size.peek() !== undefined

/** The panel as it is drawn; `updateText` writes new words to its texture. */
export type PanelObject = { group: Group; updateText: () => void }

/** Pose beside the head: in the visitor's own space (the headset's), y up. */
export type PanelPose = {
  x: Meters
  y: Meters
  z: Meters
  /** Turned so that its face looks at the head. */
  yaw: Radians
  pitch: Radians
  /** True while it moves to a new place; otherwise it stands still while the head moves nearby. */
  following: boolean
  /** 1 at the left hand, -1 at the right, 0 before it is first placed. */
  side: 1 | 0 | -1
}

export const createPanelPose = (): PanelPose => ({ x: 0, y: 0, z: 0, yaw: 0, pitch: 0, following: false, side: 0 })
