import { Matrix4, Quaternion, Vector3 } from 'three'
import { formatTime } from '../../audio/format-time.ts'
import type { Meters, Seconds } from '../../audio/units.ts'
import { songToRoom } from '../geometry/placement.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { SceneServices } from '../state/scene-services.ts'
import { DRAW_ORDER } from './draw-order.ts'
import { TextPlate } from './text-plate.ts'

/** Height of the plate as a share of its distance: letters are 0.9 degrees high at any distance. */
const LABEL_HEIGHT_RATIO = 0.042
/** The plate stops shrinking at this distance. */
const MIN_LABEL_DISTANCE_M: Meters = 0.35
/** Delay before a hovered box gets its label, so that passing pointers show none. */
const LABEL_DELAY_S: Seconds = 0.12

const UP = new Vector3(0, 1, 0)
const boxPosition: [x: number, y: number, z: number] = [0, 0, 0]
const scratchPosition = new Vector3()
const eyePosition = new Vector3()
const lookMatrix = new Matrix4()
const labelUp = new Vector3()
const headingRotation = new Quaternion()

/** For example `113 · 0:42.3 · loud, bright`; the number of the chunk counts from 1. */
export const formatLabel = (chunk: number, start: Seconds, adjectives: readonly string[]): string =>
  [`${chunk + 1}`, formatTime(start, 1), adjectives.join(', ')].filter(Boolean).join(' · ')

/** The label above the hovered box: number, time and sound of its chunk; it faces the head. */
export class ChunkLabel {
  private readonly plate = new TextPlate(1)
  readonly mesh = this.plate.mesh
  private chunk = -1
  private hoverTime: Seconds = 0

  constructor(
    private readonly frameState: FrameState,
    private readonly services: SceneServices,
  ) {
    this.mesh.renderOrder = DRAW_ORDER.label
  }

  update(dt: Seconds): void {
    const { frameState } = this
    const chunk = frameState.preferences.labels ? frameState.pointer.hoveredChunk : -1
    if (chunk !== this.chunk) {
      this.chunk = chunk
      this.hoverTime = 0
      this.setText(null)
    }
    if (chunk < 0) return
    this.hoverTime += dt
    if (this.hoverTime < LABEL_DELAY_S) return
    if (frameState.pointer.label === null)
      this.setText(
        formatLabel(chunk, frameState.boxes.chunks[chunk]?.start ?? 0, this.services.describeChunk?.(chunk) ?? []),
      )
    this.place(chunk)
  }

  private setText(text: string | null): void {
    this.frameState.pointer.label = text
    this.plate.setText(text)
  }

  private place(chunk: number): void {
    const {
      boxes: { position, edgeLength },
      viewer: { head },
      placement,
    } = this.frameState
    const { mesh } = this
    const j = chunk * 3
    songToRoom(placement, position[j]!, position[j + 1]!, position[j + 2]!, boxPosition)
    const distance = Math.max(
      MIN_LABEL_DISTANCE_M,
      scratchPosition.fromArray(boxPosition).distanceTo(eyePosition.fromArray(head.position)),
    )
    const height = (LABEL_HEIGHT_RATIO * distance) / placement.scale
    mesh.position.fromArray(position, j)
    mesh.position.y += edgeLength[chunk]! * 0.65 + height * 0.7
    mesh.scale.setScalar(height)
    // Upright; as the head has it where that looks straight down.
    labelUp.fromArray(head.up).lerp(UP, 1 - head.forward[1] ** 2)
    headingRotation.setFromAxisAngle(UP, -placement.yaw)
    mesh.quaternion
      .setFromRotationMatrix(lookMatrix.lookAt(eyePosition, scratchPosition, labelUp))
      .premultiply(headingRotation)
  }

  dispose(): void {
    this.plate.dispose()
  }
}
