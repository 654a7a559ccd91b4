import { computeEnergies } from '../../audio/playback/leveling.ts'
import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { computeCloudRadius, computeCubeEdges } from '../geometry/cloud.ts'
import { type FreeArea, writeFreeArea } from '../geometry/free-area.ts'
import { computeChunkColors, computeChunkPips } from '../geometry/palette.ts'
import { createPathCurve, layChunks, type PathChunk, type PathLayout } from '../geometry/path.ts'
import { createPathGlide } from '../geometry/path-glide.ts'
import type { PathRoute, WalkingFloor } from '../geometry/path-route.ts'
import { createPlacement, type Placement } from '../geometry/placement.ts'
import { createGround, type Ground } from './ar-state.ts'
import { type Arrival, createArrival } from './arrival.ts'
import { type CastLights, createCastLights } from './cast-lights.ts'
import { createEmbeddingAnimation, type EmbeddingAnimation } from './embedding-animation.ts'
import { createFeedback, type Feedback } from './feedback.ts'
import { clearGrabSlots, createGrabSlots, type GrabSlots } from './grabbed-boxes.ts'
import { createPanelState, type PanelState } from './panel-state.ts'
import { createPathState, type PathState, updateStretch } from './path-state.ts'
import { initialPictureQuality, type PictureQuality } from './picture-quality.ts'
import { type ActivePointer, createActivePointer } from './pointer-state.ts'
import { defaultPreferences, type Preferences } from './preferences.ts'
import { createSettling, forgetRest, type Settling, settleEdges } from './settling.ts'
import { createTap, type Tap } from './tap.ts'
import { createViewerState, type ViewerState } from './viewer-state.ts'

/** One entry per chunk; positions are in the song's space, 3 × count. */
export type BoxesState = {
  /** Increases with every new set of boxes; buffers built for another value are rebuilt. */
  generation: number
  count: number
  chunks: readonly PathChunk[]
  /** count + 1 times: where each chunk begins, and the end of the song. */
  boundaries: Float64Array
  /** What each chunk adds to the loudness of the song. */
  energies: Float32Array
  colors: Float32Array
  /** 1-6: sixth of the song that a box belongs to, shown as pips; 0 in palettes without pips. */
  pips: Float32Array
  /** Edge of each cube where it has room, meters. */
  fullEdge: Float32Array
  /** Edge of each cube now: smaller where it is crowded. */
  edgeLength: Float32Array
  /** No edge is shorter. */
  smallestEdge: Meters
  /** The edge three times, 3 × count: sizes for raycasts. */
  size: Float32Array
  cloudRadius: Meters
  embedding: EmbeddingAnimation
  /** Snapshots of the 2D map while t-SNE runs, 2 × count each, unit RMS radius; the last is the Song's own. */
  mapSnapshots: Float32Array[]
  /** Positions without displacement by hands. */
  home: Float32Array
  settling: Settling
  /** Displacement by hands, easing back to zero. */
  displacement: Float32Array
  /** home + displacement. */
  position: Float32Array
  /** 0-1: brightness of sounding boxes; rises quickly, falls slowly. */
  glow: Float32Array
  /** 0-1: eases towards 1 when the playhead has passed the chunk. */
  played: Float32Array
  /** 0-1: how far a sounding chunk has sounded; {@link SILENT} while it does not. */
  progress: Float32Array
  /** 0-1: the Song's trust of each position; 1 until it is known. */
  trust: Float32Array
  trustShown: boolean
  /** 0-1: how strongly the boxes show trust, easing towards `trustShown`. */
  trustAmount: number
  /** 1 while the chunk sounds. */
  sounding: Uint8Array
  grabSlots: GrabSlots
}

/** Beyond the end of any chunk. */
export const SILENT = 2

/** Copy of the playback's state, taken at the beginning of each frame. */
export type PlayheadState = {
  time: Seconds
  /** The chunk at `time`. */
  chunk: number
  playing: boolean
  /** Chunk that was picked last, or -1. */
  pickedChunk: number
  /** Smoothed RMS of the output. */
  level: number
}

export type PointerState = {
  active: ActivePointer
  /** -1: none. */
  hoveredChunk: number
  /** Text shown beside the hovered box, or null. */
  label: string | null
  /** While a finger points at a flat screen: half the angle that it covers, else 0; and the box that its tap does not mean. */
  fingertip: { cone: Radians; skip: number; lastTap: Tap }
  /** A pointer drags the view. */
  isDraggingView: boolean
  /** Time for which a headset has had neither controllers nor hands. */
  absentTime: Seconds
}

export type ArFrameState = {
  /** Real surface under the song. */
  ground: Ground
  /** Brightness of the real room: 1 in a lit living room; 0 outside AR. */
  daylight: number
}

/** Everything that changes every frame: plain data, written only by frame steps and input handlers. */
export type FrameState = {
  boxes: BoxesState
  path: PathState
  playhead: PlayheadState
  viewer: ViewerState
  pointer: PointerState
  /** Pose and scale of the song in the room. */
  placement: Placement
  ar: ArFrameState
  lights: CastLights
  panel: PanelState
  arrival: Arrival
  feedback: Feedback
  /** The store's preferences, for steps that read them every frame. */
  preferences: Preferences
  stats: { count: number; drawCalls: number; triangles: number; scriptMs: number; qualityStep: number }
  /** Frames of the current window, and what was decided from those before. */
  frameTimes: { elapsed: Seconds; count: number; missed: number; quality: PictureQuality }
}

const createBoxesState = (): BoxesState => ({
  generation: 0,
  count: 0,
  chunks: [],
  boundaries: new Float64Array(1),
  energies: new Float32Array(0),
  colors: new Float32Array(0),
  pips: new Float32Array(0),
  fullEdge: new Float32Array(0),
  edgeLength: new Float32Array(0),
  smallestEdge: 0,
  size: new Float32Array(0),
  cloudRadius: 1,
  embedding: createEmbeddingAnimation(),
  mapSnapshots: [],
  home: new Float32Array(0),
  settling: createSettling(),
  displacement: new Float32Array(0),
  position: new Float32Array(0),
  glow: new Float32Array(0),
  played: new Float32Array(0),
  progress: new Float32Array(0),
  trust: new Float32Array(0),
  trustShown: false,
  trustAmount: 0,
  sounding: new Uint8Array(0),
  grabSlots: createGrabSlots(),
})

export const createFrameState = (): FrameState => ({
  boxes: createBoxesState(),
  path: createPathState(),
  playhead: { time: 0, chunk: 0, playing: false, pickedChunk: -1, level: 0 },
  viewer: createViewerState(),
  pointer: {
    active: createActivePointer(),
    hoveredChunk: -1,
    label: null,
    fingertip: { cone: 0, skip: -1, lastTap: createTap() },
    isDraggingView: false,
    absentTime: 0,
  },
  placement: createPlacement(),
  ar: { ground: createGround(), daylight: 0 },
  lights: createCastLights(),
  panel: createPanelState(),
  arrival: createArrival(),
  feedback: createFeedback(),
  preferences: defaultPreferences,
  stats: { count: 0, drawCalls: 0, triangles: 0, scriptMs: 0, qualityStep: 0 },
  frameTimes: { elapsed: 0, count: 0, missed: 0, quality: initialPictureQuality },
})

/** Whether changes take effect at once, without easing or drifting. */
export const prefersReducedMotion = ({ viewer, preferences }: FrameState): boolean =>
  viewer.reducedMotion || preferences.calm

/**
 * Tells the camera of a flat screen which part of the picture is free: the form moves over and stays whole there. Pages
 * call it whenever their controls move; the whole picture is `WHOLE_PICTURE`.
 */
export const setFreeArea = ({ viewer }: FrameState, area: FreeArea): void => writeFreeArea(area, viewer.freeArea)

/** Puts the song back to the origin of the room, unturned and in its own size. */
export function resetPlacement({ placement }: FrameState): void {
  Object.assign(placement, createPlacement())
}

/** Replaces all boxes by those of `chunks`, on the path. */
export function setChunks(frameState: FrameState, chunks: readonly PathChunk[], cloudRadius: Meters): void {
  const { boxes, path, pointer, playhead } = frameState
  const count = chunks.length
  boxes.count = count
  boxes.chunks = chunks
  boxes.boundaries = Float64Array.from([...chunks.map(({ start }) => start), chunks.at(-1)?.end ?? 0])
  boxes.energies = computeEnergies(chunks)
  boxes.cloudRadius = cloudRadius
  path.feet = 0
  path.needsLaying = true
  if (path.walkingFloor) path.walkingFloor = { ...path.walkingFloor, start: 0 }
  const { route } = path.curve
  rebuildPath(frameState, route && { ...route, start: 0, back: null })
  forgetRest(boxes.settling)
  updateColors(frameState)
  boxes.smallestEdge = 0
  boxes.embedding = createEmbeddingAnimation()
  boxes.mapSnapshots = []
  boxes.home = path.floorPath.center.slice()
  boxes.settling = createSettling(boxes.settling.reaches)
  boxes.fullEdge = computeCubeEdges(chunks)
  boxes.edgeLength = new Float32Array(count)
  boxes.size = new Float32Array(count * 3)
  settleEdges(boxes)
  boxes.displacement = new Float32Array(count * 3)
  boxes.position = path.floorPath.center.slice()
  boxes.glow = new Float32Array(count)
  boxes.played = new Float32Array(count)
  boxes.progress = new Float32Array(count).fill(SILENT)
  boxes.trust = new Float32Array(count).fill(1)
  boxes.trustShown = false
  boxes.trustAmount = 0
  boxes.sounding = new Uint8Array(count)
  clearGrabSlots(boxes.grabSlots)
  frameState.lights = createCastLights()
  pointer.hoveredChunk = -1
  pointer.active.chunk = -1
  playhead.pickedChunk = -1
  playhead.time = 0
  playhead.chunk = 0
  boxes.generation++
}

/** Makes small boxes as large as `edge`, in the song's space: on a table fingers could not meet them. */
export function setSmallestEdge({ boxes }: FrameState, edge: Meters): void {
  if (boxes.smallestEdge === edge) return
  boxes.smallestEdge = edge
  settleEdges(boxes)
}

/** Shows or hides the trust of each box; without trust for every box it is hidden. */
export function showTrust({ boxes }: FrameState, shown: boolean, chunks: readonly { trust: number }[]): void {
  boxes.trustShown = shown && chunks.length === boxes.count
  if (!boxes.trustShown) return
  boxes.trust = Float32Array.from(chunks, (chunk) => chunk.trust)
  boxes.generation++
}

/** Colors the boxes by the palette of the preferences. */
export function updateColors({ boxes, preferences }: FrameState): void {
  boxes.colors = computeChunkColors(boxes.chunks, preferences.palette)
  boxes.pips = computeChunkPips(boxes.chunks, preferences.palette)
  boxes.generation++
}

/** Lays the path of the same boxes in another layout; it unrolls into that, and the form glides to where that has it. */
export function updatePath(frameState: FrameState, layout: PathLayout): void {
  const { boxes, path } = frameState
  const { heartX: fromX, heartZ: fromZ } = path.curve
  const { floorPath: old } = path
  path.layout = layout
  rebuildPath(frameState, path.curve.route)
  boxes.generation++
  if (boxes.count === 0 || prefersReducedMotion(frameState)) return
  const places = createPathGlide(old, path.floorPath)
  path.glide = { fromX, fromZ, toX: path.curve.heartX, toZ: path.curve.heartZ, places, share: 0 }
}

/** Lays the path on a real floor, along a route there; null: in its layout. */
export function setWalkingFloor(
  frameState: FrameState,
  floor: WalkingFloor | null,
  route: PathRoute | null = null,
): void {
  if (frameState.path.walkingFloor === floor) return
  frameState.path.walkingFloor = floor
  rebuildPath(frameState, route)
  frameState.boxes.generation++
}

function rebuildPath(frameState: FrameState, route: PathRoute | null): void {
  const { boxes, path } = frameState
  const { chunks } = boxes
  const { heartX, heartZ } = path.curve
  path.curve = createPathCurve(path.layout, chunks.at(-1)?.end ?? 1, computeCloudRadius(chunks.length), route)
  path.glide.share = 1
  // The cloud stands where the path leads; on a real floor it stays where it was.
  if (path.curve.heartX !== heartX || path.curve.heartZ !== heartZ) forgetRest(boxes.settling)
  path.floorPath = layChunks(chunks, path.curve)
  updateStretch(path, boxes.boundaries)
}
