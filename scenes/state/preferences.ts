import type { Meters } from '../../audio/units.ts'
import type { Palette } from '../geometry/palette.ts'
import type { PathLayout } from '../geometry/path.ts'

/** What a visitor can set once and finds again: remembered on this device, the same on the page and in the room. */
export type Preferences = {
  /** 0-1. */
  volume: number
  layout: PathLayout
  palette: Palette
  /** The name of the box that is pointed at, beside it. */
  labels: boolean
  /** What sounds, in words: time, chunk, how it sounds. */
  captions: boolean
  /** How far the view narrows while one is moved: 0 not at all, 1 strongly. */
  vignette: number
  turning: 'snap' | 'smooth'
  moving: 'teleport' | 'smooth'
  /** Of smooth movement, meters per second. */
  speed: Meters
  /** The stick also goes up and down. */
  flying: boolean
  /** Eyes are lifted to standing height. */
  seated: boolean
  leftHanded: boolean
  /** Looking at a box for a moment plays it. */
  dwell: boolean
  /** Nothing moves that need not; also on where the system asks for it. */
  calm: boolean
}

export const defaultPreferences: Preferences = {
  volume: 1,
  layout: 'spiral',
  palette: 'rainbow',
  labels: true,
  captions: false,
  vignette: 0.5,
  turning: 'snap',
  moving: 'teleport',
  speed: 1.6,
  flying: false,
  seated: false,
  leftHanded: false,
  dwell: false,
  calm: false,
}
