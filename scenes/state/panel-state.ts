import type { Group, Object3D } from 'three'
import type { Meters, Radians } from '../../audio/units.ts'

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

export type PanelControl = ControlInfo & { object: Object3D & { size: { peek(): unknown } } }

/** Whether a control has a position: one that was added in this frame gets it in the next. */
export const isLaidOut = ({ object }: PanelControl): boolean => object.size.peek() !== undefined

/** Panel in the scene; `updateText` draws changed texts into its texture. */
export type PanelObject = { group: Group; updateText: () => void }

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

export const createPanelPose = (): PanelPose => ({ x: 0, y: 0, z: 0, yaw: 0, pitch: 0, following: false, side: 0 })
