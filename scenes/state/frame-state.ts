import type { RootState } from '@react-three/fiber'
import type { Playback } from '../../audio/playback/playback.ts'
import type { VoicePool } from '../../audio/playback/voice-pool.ts'
import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { type Ground, newGround } from '../ar/ar-placement.ts'
import type { Gestures } from '../ar/touch-gestures.ts'
import { cubeEdge } from '../geometry/cloud.ts'
import type { Floor } from '../geometry/floor.ts'
import { chunkColors, chunkPips } from '../geometry/palette.ts'
import { courseOf, emptyTiles, type Layout, layPath, type Path, type PathChunk } from '../geometry/path.ts'
import type { Course } from '../geometry/path-curve.ts'
import { type Placement, unplaced } from '../geometry/placement.ts'
import { noPointer, type Pointer } from '../input/pointer.ts'
import { newPanelPlace, type PanelPlace } from '../panel/panel-follow.ts'
import { type Form, newForm } from './embedding-animation.ts'
import { type Carries, createCarries, forgetCarries } from './grabbed-boxes.ts'
import { defaultPreferences, type Preferences } from './preferences.ts'

/** Where the visitor's own space (the headset's floor, or the feet on a flat screen) stands in the room. */
export type Visitor = { x: Meters; y: Meters; z: Meters; yaw: Radians; pitch: Radians }

/** How a visitor in a headset stands: `visitor.y` is what they flew up and what their eyes are lifted. */
export type Standing = {
  /** What the next frame is to do: on entering only a head that is far from the path's beginning is brought there. */
  call: 'arrive' | 'recenter' | null
  /** The head above the real floor, and how it has moved by itself since the last frame. */
  head: Meters
  stepX: Meters
  stepZ: Meters
  flown: Meters
  /** How far eyes are lifted now, and are to be in the end. */
  lift: Meters
  lifting: Meters
  /** The preference that `lifting` was taken with, and how long eyes have been too low for it. */
  seated: boolean
  low: Seconds
}

/** Being carried: how fast now, and how far the rider has stepped aside from the path. */
export type Ride = { aboard: boolean; x: number; z: number; asideX: Meters; asideZ: Meters }

/** What changes every frame: plain, mutable, read and written only inside the frame steps and input handlers. */
export type Live = {
  /** Grows with every new set of boxes, so that buffers know when to be rebuilt. */
  generation: number
  count: number
  chunks: readonly PathChunk[]
  layout: Layout
  path: Path
  course: Course
  /** The real floor around the visitor, where the headset tells it. */
  floor: Floor | null
  colors: Float32Array
  /** 1-6: which sixth of the song a box belongs to, told by shape; 0 where the palette needs no shapes. */
  pips: Float32Array
  /** Edge of each cloud box. */
  edge: Float32Array
  /** The same three times: 3 × N, as rays and fingers need it. */
  cubeSize: Float32Array
  radius: Meters
  form: Form
  /** Stills of the growing 2D map, 2 × N each, unit RMS radius; the last is the Song's own once it is complete. */
  mapStills: Float32Array[]
  /** Where each box would hang with no hand on it; 3 × N, in the song's space like all places of boxes. */
  home: Float32Array
  /** Displacement by hands, floating back to zero; 3 × N. */
  shift: Float32Array
  /** home + shift: where each box hangs now; 3 × N. */
  place: Float32Array
  /** 0-1: how brightly each box sounds; rises at once, falls slowly. */
  glow: Float32Array
  /** 0-1: eases towards 1 once the song has passed the chunk. */
  heard: Float32Array
  /** 0-1: how far each box's place can be trusted; 1 as long as that is not known. */
  trust: Float32Array
  /** Whether boxes are to show it, and how far (0-1) they do. */
  trustShown: boolean
  trustLook: number
  /** 1 while the chunk has a voice. */
  sounding: Uint8Array
  hovered: number
  carries: Carries
  pointer: Pointer
  /** What stands beside the box that is pointed at, or null. */
  label: string | null
  /** How a chunk sounds, in words. */
  describe: (chunk: number) => readonly string[]
  voices: VoicePool | null
  playback: Playback | null
  time: Seconds
  /** The chunk at `time`. */
  chunk: number
  /** The last picked chunk and when; for its arc. */
  picked: number
  /** Smoothed RMS of what is heard. */
  level: number
  visitor: Visitor
  standing: Standing
  ride: Ride
  /** How strongly the visitor is being moved by other than own steps, 0-1, and how far the view has narrowed for it. */
  moved: number
  vignette: number
  /** Where a teleport would land now, in the room; null while none is aimed. */
  landing: [x: number, y: number, z: number] | null
  /** Where the song stands in the room. */
  placement: Placement
  /** In AR: the real things under the song. */
  ground: Ground
  /** In AR: how bright the real room is, 1 as a lit living room; 0 elsewhere. */
  daylight: number
  /** In AR: where the page's fingers go. */
  touches: Gestures | null
  /** Where it stood before hands scaled and turned it; null as long as none did. */
  placedBefore: Placement | null
  /** The store's, for what is read every frame. */
  preferences: Preferences
  /** Tilt of the view, where the screen is held in the hand. */
  roll: Radians
  /** How the screen is held is where one looks. */
  handheld: boolean
  /** A pointer is turning the view right now. */
  looking: boolean
  /** What keys or sticks ask for, -1..1 each. */
  stick: { forward: number; right: number }
  /** In the room. */
  ear: { position: [number, number, number]; forward: [number, number, number]; up: [number, number, number] }
  reducedMotion: boolean
  /** In a headset. */
  panel: PanelPlace
  /** What is drawn with, from where: for pictures and videos of it. */
  stage: (() => Pick<RootState, 'gl' | 'scene' | 'camera' | 'setFrameloop' | 'invalidate'>) | null
  /** The next frame frames the form anew, seen from outside. */
  reframe: boolean
  frame: { count: number; drawCalls: number; triangles: number; scriptMs: number }
}

const EMPTY_PATH: Path = { center: new Float32Array(0), yaw: new Float32Array(0), tiles: emptyTiles(0) }

export const newStanding = (): Standing => ({
  call: null,
  head: 1.6,
  stepX: 0,
  stepZ: 0,
  flown: 0,
  lift: 0,
  lifting: 0,
  seated: false,
  low: 0,
})

export function createLive(): Live {
  return {
    generation: 0,
    count: 0,
    chunks: [],
    layout: 'spiral',
    path: EMPTY_PATH,
    course: courseOf('spiral', 1, null),
    floor: null,
    colors: new Float32Array(0),
    pips: new Float32Array(0),
    edge: new Float32Array(0),
    cubeSize: new Float32Array(0),
    radius: 1,
    form: newForm(),
    mapStills: [],
    home: new Float32Array(0),
    shift: new Float32Array(0),
    place: new Float32Array(0),
    glow: new Float32Array(0),
    heard: new Float32Array(0),
    trust: new Float32Array(0),
    trustShown: false,
    trustLook: 0,
    sounding: new Uint8Array(0),
    hovered: -1,
    carries: createCarries(),
    pointer: noPointer(),
    label: null,
    describe: () => [],
    voices: null,
    playback: null,
    time: 0,
    chunk: 0,
    picked: -1,
    level: 0,
    visitor: { x: 0, y: 0, z: 0, yaw: 0, pitch: 0 },
    standing: newStanding(),
    ride: { aboard: false, x: 0, z: 0, asideX: 0, asideZ: 0 },
    moved: 0,
    vignette: 0,
    landing: null,
    placement: unplaced(),
    ground: newGround(),
    daylight: 0,
    touches: null,
    placedBefore: null,
    preferences: defaultPreferences,
    roll: 0,
    handheld: false,
    looking: false,
    stick: { forward: 0, right: 0 },
    ear: { position: [0, 1.6, 0], forward: [0, 0, -1], up: [0, 1, 0] },
    reducedMotion: false,
    panel: newPanelPlace(),
    stage: null,
    reframe: false,
    frame: { count: 0, drawCalls: 0, triangles: 0, scriptMs: 0 },
  }
}

/** Nothing that eases or drifts: what is asked for is there at once. */
export const isCalm = ({ reducedMotion, preferences }: Live): boolean => reducedMotion || preferences.calm

/** New boxes, all on the path; called once per song, as soon as its cuts are known. */
export function layBoxes(live: Live, chunks: readonly PathChunk[], radius: Meters): void {
  const count = chunks.length
  live.count = count
  live.chunks = chunks
  live.radius = radius
  layCourse(live)
  repaint(live)
  live.edge = Float32Array.from(chunks, (chunk) => cubeEdge(chunk.end - chunk.start))
  live.cubeSize = new Float32Array(count * 3)
  for (let i = 0; i < count; i++) live.cubeSize.fill(live.edge[i] as number, i * 3, i * 3 + 3)
  live.form = newForm()
  live.mapStills = []
  live.home = live.path.center.slice()
  live.shift = new Float32Array(count * 3)
  live.place = live.path.center.slice()
  live.glow = new Float32Array(count)
  live.heard = new Float32Array(count)
  live.trust = new Float32Array(count).fill(1)
  live.trustShown = false
  live.trustLook = 0
  live.sounding = new Uint8Array(count)
  live.hovered = -1
  live.pointer.chunk = -1
  forgetCarries(live.carries)
  live.picked = -1
  live.time = 0
  live.chunk = 0
  live.generation++
}

/** Lets boxes show how far their place can be trusted, or no longer. */
export function showTrust(live: Live, shown: boolean, chunks: readonly { trust: number }[]): void {
  live.trustShown = shown && chunks.length === live.count
  if (!live.trustShown) return
  live.trust = Float32Array.from(chunks, (chunk) => chunk.trust)
  live.generation++
}

/** The same boxes in the palette that the visitor wants. */
export function repaint(live: Live): void {
  const { chunks, preferences } = live
  live.colors = chunkColors(chunks, preferences.palette)
  live.pips = chunkPips(chunks, preferences.palette)
  live.generation++
}

/** The other layout of the same boxes. */
export function relayPath(live: Live, layout: Layout): void {
  live.layout = layout
  layCourse(live)
  live.generation++
}

/** Lays the path for the real floor around the visitor, or as it usually lies. */
export function fitFloor(live: Live, floor: Floor | null): void {
  if (live.floor === floor) return
  live.floor = floor
  relayPath(live, live.layout)
}

function layCourse(live: Live): void {
  const { chunks, layout, floor } = live
  live.course = courseOf(layout, chunks.at(-1)?.end ?? 1, floor)
  live.path = layPath(chunks, layout, floor)
}
