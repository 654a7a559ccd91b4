import type { Meters } from '../../audio/units.ts'

export type Point = [x: Meters, y: Meters, z: Meters]

/** On the table the whole song is as wide as a large bowl; in the room it has its own size. */
export type ArSize = 'table' | 'room'

/** The circle around the whole form, seen from above, in the song's space. */
export type Footprint = { x: Meters; z: Meters; reach: Meters }

/** The real things under the song, in the room. */
export type Ground = {
  /** The point of a real surface on which it stands. */
  point: Point
  /** Height of the real floor. */
  floorHeight: Meters
  footprint: Footprint
  /** How small the song is on a table, where fingers have not changed it. */
  tableScale: number
}

export const createGround = (): Ground => ({
  point: [0, 0, 0],
  floorHeight: 0,
  footprint: { x: 0, z: 0, reach: 1 },
  tableScale: 1,
})

/** Discrete state of an AR session, in the UI store; poses are in the frame state. */
export type ArState = {
  /** There is a surface under the reticle. */
  surfaceFound: boolean
  placed: boolean
  /** A finger carries the song. */
  dragging: boolean
  size: ArSize
  /** The device holds the song to the real place. */
  anchored: boolean
}

export const initialArState: ArState = {
  surfaceFound: false,
  placed: false,
  dragging: false,
  size: 'table',
  anchored: false,
}
