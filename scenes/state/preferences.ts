import type { Palette } from '../geometry/palette.ts'
import type { PathLayout } from '../geometry/path.ts'

/** Settings of a visitor, stored on this device; the same on the page and in the headset. */
export type Preferences = {
  /** 0-1. */
  volume: number
  /** Boxes sound in a hall, or in no room at all; or the song as it was recorded, which no box makes. */
  space: 'hall' | 'dry' | 'recorded'
  /** What the device's sound comes out of. */
  output: 'headphones' | 'loudspeakers'
  /** All songs, and all places to hear them from, are about equally loud. */
  evenLoudness: boolean
  layout: PathLayout
  palette: Palette
  /** Shows a label beside the box that is pointed at. */
  labels: boolean
  /** Describes what sounds in words: time, chunk, adjectives. */
  captions: boolean
  /** 0-1: how far the view narrows while something moves the visitor. */
  vignette: number
  turning: 'snap' | 'smooth'
  moving: 'teleport' | 'smooth'
  /** Speed of smooth movement in meters per second. */
  speed: number
  /** Thumbsticks and pinches also move up and down. */
  flying: boolean
  /** Lifts the eyes to standing height. */
  seated: boolean
  leftHanded: boolean
  /** Small sounds answer the hands in a headset. */
  touchSounds: boolean
  /** Looking at a box for a while plays it. */
  dwell: boolean
  /** A box that is taken from afar comes to the hand. */
  fetching: boolean
  /** Reduces motion, even if the system does not ask for it. */
  calm: boolean
}

export const defaultPreferences: Preferences = {
  volume: 1,
  space: 'hall',
  output: 'headphones',
  evenLoudness: true,
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
  touchSounds: true,
  dwell: false,
  fetching: true,
  calm: false,
}
