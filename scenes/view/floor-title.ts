import { Euler } from 'three'
import type { Meters, Seconds } from '../../audio/units.ts'
import { smoothstep } from '../geometry/math.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { SceneContext } from '../state/scene-context.ts'
import { TextPlate } from './text-plate.ts'

/** Height of the line; its letters are about 4 degrees high from the path's beginning. */
const LINE_HEIGHT_M: Meters = 0.34
/** Before the feet, in view without looking down. */
const DISTANCE_M: Meters = 2.3
/** Above the tiles of the path. */
const HEIGHT_M: Meters = 0.13
const FADE_IN_S: Seconds = 2
const STAY_S: Seconds = 8
const FADE_OUT_S: Seconds = 3

/** How visible the title is, `time` after arrival. */
export const computeTitleOpacity = (time: Seconds): number =>
  smoothstep((time - 1) / FADE_IN_S) * smoothstep((FADE_IN_S + STAY_S + FADE_OUT_S - time) / FADE_OUT_S)

/** Title and artist of the song on the floor, at the path's beginning: for visitors who arrive in a headset; it fades. */
export class FloorTitle {
  private readonly plate = new TextPlate(LINE_HEIGHT_M, true)
  readonly mesh = this.plate.mesh
  private shownTitle = ''
  private time: Seconds = 0

  constructor(
    private readonly store: SceneContext['store'],
    private readonly frameState: FrameState,
  ) {
    this.mesh.material.depthTest = true
  }

  update(dt: Seconds): void {
    const { title, artist, xrMode } = this.store.getState()
    const wanted = xrMode === 'vr' ? title : ''
    this.time = wanted === this.shownTitle ? this.time + dt : 0
    this.shownTitle = wanted
    const opacity = computeTitleOpacity(this.time)
    this.plate.setText(wanted === '' || opacity === 0 ? null : artist === '' ? wanted : `${wanted}  ·  ${artist}`)
    if (opacity === 0) return
    const { x, z, heartX, heartZ } = this.frameState.path.curve
    const yaw = Math.atan2(x - heartX, z - heartZ)
    this.mesh.position.set(x - Math.sin(yaw) * DISTANCE_M, HEIGHT_M, z - Math.cos(yaw) * DISTANCE_M)
    this.mesh.quaternion.setFromEuler(lyingEuler.set(-Math.PI / 2, yaw, 0))
    this.mesh.material.opacity = opacity
  }

  dispose(): void {
    this.plate.dispose()
  }
}

const lyingEuler = new Euler(0, 0, 0, 'YXZ')
