import type { RootState } from '@react-three/fiber'
import type { Playback } from '../../audio/playback/playback.ts'
import type { VoicePool } from '../../audio/playback/voice-pool.ts'
import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { createGround, type Ground } from '../ar/ar-placement.ts'
import type { GestureRecognizer } from '../ar/touch-gestures.ts'
import { computeCubeEdge } from '../geometry/cloud.ts'
import type { FloorCircle } from '../geometry/floor.ts'
import { computeChunkColors, computeChunkPips } from '../geometry/palette.ts'
import {
  createPath,
  createPathCurve,
  createTiles,
  type FloorPath,
  type PathChunk,
  type PathLayout,
} from '../geometry/path.ts'
import type { PathCurve } from '../geometry/path-curve.ts'
import { createPlacement, type Placement } from '../geometry/placement.ts'
import { type ActivePointer, createActivePointer } from '../input/pointer.ts'
import { createPanelState, type PanelState } from '../panel/panel-follow.ts'
import { createEmbeddingAnimation, type EmbeddingAnimation } from './embedding-animation.ts'
import { clearGrabSlots, createGrabSlots, type GrabSlots } from './grabbed-boxes.ts'
import { defaultPreferences, type Preferences } from './preferences.ts'

/** Where the visitor's own space (the headset's floor, or the feet on a flat screen) stands in the room. */
export type RigPose = { x: Meters; y: Meters; z: Meters; yaw: Radians; pitch: Radians }

/** How a visitor in a headset stands: `visitor.y` is what they flew up and what their eyes are lifted. */
export type EyeHeightState = {
  /** What the next frame is to do: on entering only a head that is far from the path's beginning is brought there. */
  pendingReset: 'arrive' | 'recenter' | null
  /** The head above the real floor, and how it has moved by itself since the last frame. */
  headHeight: Meters
  headDeltaX: Meters
  headDeltaZ: Meters
  flightHeight: Meters
  /** How far eyes are lifted now, and are to be in the end. */
  lift: Meters
  targetLift: Meters
  /** The preference that `lifting` was taken with, and how long eyes have been too low for it. */
  seated: boolean
  lowTime: Seconds
}

/** Being carried: how fast now, and how far the rider has stepped aside from the path. */
export type Ride = { active: boolean; velocityX: number; velocityZ: number; offsetX: Meters; offsetZ: Meters }

/** What changes every frame: plain, mutable, read and written only inside the frame steps and input handlers. */
export type FrameState = {
  /** Grows with every new set of boxes, so that buffers know when to be rebuilt. */
  generation: number
  count: number
  chunks: readonly PathChunk[]
  layout: PathLayout
  path: FloorPath
  course: PathCurve
  /** The real floor around the visitor, where the headset tells it. */
  floor: FloorCircle | null
  colors: Float32Array
  /** 1-6: which sixth of the song a box belongs to, told by shape; 0 where the palette needs no shapes. */
  pips: Float32Array
  /** Edge of each cloud box. */
  edge: Float32Array
  /** The same three times: 3 × N, as rays and fingers need it. */
  cubeSize: Float32Array
  radius: Meters
  form: EmbeddingAnimation
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
  carries: GrabSlots
  pointer: ActivePointer
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
  visitor: RigPose
  standing: EyeHeightState
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
  touches: GestureRecognizer | null
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
  panel: PanelState
  /** What is drawn with, from where: for pictures and videos of it. */
  stage: (() => Pick<RootState, 'gl' | 'scene' | 'camera' | 'setFrameloop' | 'invalidate'>) | null
  /** The next frame frames the form anew, seen from outside. */
  reframe: boolean
  frame: { count: number; drawCalls: number; triangles: number; scriptMs: number }
}

const EMPTY_PATH: FloorPath = { center: new Float32Array(0), yaw: new Float32Array(0), tiles: createTiles(0) }

export const createEyeHeightState = (): EyeHeightState => ({
  pendingReset: null,
  headHeight: 1.6,
  headDeltaX: 0,
  headDeltaZ: 0,
  flightHeight: 0,
  lift: 0,
  targetLift: 0,
  seated: false,
  lowTime: 0,
})

export function createFrameState(): FrameState {
  return {
    generation: 0,
    count: 0,
    chunks: [],
    layout: 'spiral',
    path: EMPTY_PATH,
    course: createPathCurve('spiral', 1, null),
    floor: null,
    colors: new Float32Array(0),
    pips: new Float32Array(0),
    edge: new Float32Array(0),
    cubeSize: new Float32Array(0),
    radius: 1,
    form: createEmbeddingAnimation(),
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
    carries: createGrabSlots(),
    pointer: createActivePointer(),
    label: null,
    describe: () => [],
    voices: null,
    playback: null,
    time: 0,
    chunk: 0,
    picked: -1,
    level: 0,
    visitor: { x: 0, y: 0, z: 0, yaw: 0, pitch: 0 },
    standing: createEyeHeightState(),
    ride: { active: false, velocityX: 0, velocityZ: 0, offsetX: 0, offsetZ: 0 },
    moved: 0,
    vignette: 0,
    landing: null,
    placement: createPlacement(),
    ground: createGround(),
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
    panel: createPanelState(),
    stage: null,
    reframe: false,
    frame: { count: 0, drawCalls: 0, triangles: 0, scriptMs: 0 },
  }
}

/** Nothing that eases or drifts: what is asked for is there at once. */
export const prefersReducedMotion = ({ reducedMotion, preferences }: FrameState): boolean =>
  reducedMotion || preferences.calm

/** New boxes, all on the path; called once per song, as soon as its cuts are known. */
export function setChunks(live: FrameState, chunks: readonly PathChunk[], radius: Meters): void {
  const count = chunks.length
  live.count = count
  live.chunks = chunks
  live.radius = radius
  rebuildPath(live)
  updateColors(live)
  live.edge = Float32Array.from(chunks, (chunk) => computeCubeEdge(chunk.end - chunk.start))
  live.cubeSize = new Float32Array(count * 3)
  for (let i = 0; i < count; i++) live.cubeSize.fill(live.edge[i] as number, i * 3, i * 3 + 3)
  live.form = createEmbeddingAnimation()
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
  clearGrabSlots(live.carries)
  live.picked = -1
  live.time = 0
  live.chunk = 0
  live.generation++
}

/** Lets boxes show how far their place can be trusted, or no longer. */
export function showTrust(live: FrameState, shown: boolean, chunks: readonly { trust: number }[]): void {
  live.trustShown = shown && chunks.length === live.count
  if (!live.trustShown) return
  live.trust = Float32Array.from(chunks, (chunk) => chunk.trust)
  live.generation++
}

/** The same boxes in the palette that the visitor wants. */
export function updateColors(live: FrameState): void {
  const { chunks, preferences } = live
  live.colors = computeChunkColors(chunks, preferences.palette)
  live.pips = computeChunkPips(chunks, preferences.palette)
  live.generation++
}

/** The other layout of the same boxes. */
export function updatePath(live: FrameState, layout: PathLayout): void {
  live.layout = layout
  rebuildPath(live)
  live.generation++
}

/** Lays the path for the real floor around the visitor, or as it usually lies. */
export function setFloor(live: FrameState, floor: FloorCircle | null): void {
  if (live.floor === floor) return
  live.floor = floor
  updatePath(live, live.layout)
}

function rebuildPath(live: FrameState): void {
  const { chunks, layout, floor } = live
  live.course = createPathCurve(layout, chunks.at(-1)?.end ?? 1, floor)
  live.path = createPath(chunks, layout, floor)
}
