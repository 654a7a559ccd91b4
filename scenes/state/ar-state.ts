import type { Meters } from '../../audio/units.ts'

export type Point = [x: Meters, y: Meters, z: Meters]

/** `table`: the song is as wide as a large bowl; `room`: it has its own size. */
export type ArSize = 'table' | 'room'

/** Circle around cloud and path seen from above, in the song's space. */
export type Footprint = { x: Meters; z: Meters; radius: Meters }

/** Real surfaces under the song, in the room. */
export type Ground = {
  /** Point of a real surface that the song stands on. */
  point: Point
  /** Height of the real floor. */
  floorHeight: Meters
  footprint: Footprint
  /** Default scale of the song on a table. */
  tableScale: number
}

export const createGround = (): Ground => ({
  point: [0, 0, 0],
  floorHeight: 0,
  footprint: { x: 0, z: 0, radius: 1 },
  tableScale: 1,
})

/** Discrete state of an AR session, in the UI store; poses are in the frame state. */
export type ArState = {
  /** The hit test finds a surface at the center of the screen. */
  surfaceFound: boolean
  placed: boolean
  /** A finger drags the song. */
  dragging: boolean
  size: ArSize
  /** The device tracks an anchor under the song. */
  anchored: boolean
}

export const initialArState: ArState = {
  surfaceFound: false,
  placed: false,
  dragging: false,
  size: 'table',
  anchored: false,
}
