import { getPathPoint } from '../../../scenes/geometry/path-curve.ts'
import { RealFloor } from '../../../scenes/locomotion/real-floor.ts'
import { findPathAtFeet, followHead } from '../../../scenes/locomotion/rig.ts'
import { stepWalk } from '../../../scenes/locomotion/walk.ts'
import { createFrameState, setChunks, updatePath } from '../../../scenes/state/frame-state.ts'
import type { LocomotionMode, SceneContext, UiActions } from '../../../scenes/state/scene-context.ts'
import { someChunks } from '../sample-chunks.ts'

const FRAME_S = 1 / 72

export const squareOf = (width: number, depth = width, x = 0, z = 0): number[] => [
  x - width / 2,
  z - depth / 2,
  x + width / 2,
  z - depth / 2,
  x + width / 2,
  z + depth / 2,
  x - width / 2,
  z + depth / 2,
]
/** 3 x 3 m without a quarter. */
export const L_SHAPE = [-1.5, -1.5, 0, -1.5, 0, 0, 1.5, 0, 1.5, 1.5, -1.5, 1.5]

/** A visitor in a headset who walks the path, with a clock instead of sound. */
export function createWalker(
  floor: readonly number[] | null,
  chunkCount = 300,
  at: readonly [number, number] = [0, 0],
) {
  const frameState = createFrameState()
  setChunks(frameState, someChunks(chunkCount), 2)
  frameState.path.realFloor = floor
  updatePath(frameState, 'spiral')
  const realFloor = new RealFloor()
  const { viewer, path, playhead, boxes } = frameState
  const steps: { chunk: number; time: number }[] = []
  let leavings = 0
  let sounding = -1
  const actions = {
    stepOnChunk: (chunk: number, time: number) => {
      steps.push({ chunk, time })
      // In time with the music the song goes on.
      if (chunk !== sounding + 1 || Math.abs(playhead.time - time) > 0.15) playhead.time = time
      sounding = chunk
    },
    leavePath: () => {
      leavings++
      sounding = -1
    },
  } as unknown as UiActions
  const context = { frameState, actions } as SceneContext
  const walker = {
    frameState,
    steps,
    mode: 'walk' as LocomotionMode,
    get leavings() {
      return leavings
    },
    moveTo: (x: number, z: number) => {
      viewer.head.position[0] = x
      viewer.head.position[2] = z
    },
    /** One frame, as in stepFrame. */
    step: () => {
      if (sounding >= 0) playhead.time = Math.min(boxes.boundaries[sounding + 1]!, playhead.time + FRAME_S)
      followHead(viewer, FRAME_S)
      realFloor.update(frameState, walker.mode, FRAME_S)
      stepWalk(context, walker.mode === 'walk')
    },
    /** Walks on along what is shown of the path, or back. @returns where the head is. */
    walk: (seconds: number, speed = 0.5, sway = 0, way: 1 | -1 = 1) => {
      const point = new Float64Array(3)
      const visited: [x: number, z: number][] = []
      let [x, , z] = viewer.head.position
      for (let t = 0; t < seconds; t += FRAME_S) {
        const distance = Math.max(0, findPathAtFeet(frameState, true))
        // Eyes on the tiles a foot ahead, a body that sways from side to side.
        getPathPoint(path.curve, distance + way * 0.25, point)
        const [toX, toZ] = [point[0]! - x, point[1]! - z]
        const length = Math.max(1e-6, Math.hypot(toX, toZ))
        x += (toX / length) * speed * FRAME_S
        z += (toZ / length) * speed * FRAME_S
        const aside = sway * Math.sin(t * 2 * Math.PI * 0.9)
        walker.moveTo(x - (toZ / length) * aside, z + (toX / length) * aside)
        visited.push([viewer.head.position[0], viewer.head.position[2]])
        walker.step()
      }
      return visited
    },
    /** Stands still, with this sway of the head in two directions. */
    stand: (seconds: number, sway: number) => {
      const [x, , z] = viewer.head.position
      for (let t = 0; t < seconds; t += FRAME_S) {
        walker.moveTo(x + sway * Math.sin(t * 3.3), z + sway * Math.cos(t * 2.1) - sway)
        walker.step()
      }
      walker.moveTo(x, z)
    },
  }
  walker.moveTo(at[0], at[1])
  return walker
}
