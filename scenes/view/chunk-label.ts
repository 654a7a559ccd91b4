import { Matrix4, Quaternion, Vector3 } from 'three'
import type { Meters, Seconds } from '../../audio/units.ts'
import { songToRoom } from '../geometry/placement.ts'
import { formatTime } from '../state/format-time.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { SceneServices } from '../state/scene-services.ts'
import { TextPlate } from './text-plate.ts'

/** Its height, as a share of its distance: letters stay 0.9 degrees high. */
const LABEL_HEIGHT_RATIO = 0.042
/** Nearer than this it grows no smaller. */
const MIN_LABEL_DISTANCE_M: Meters = 0.35
/** A pointer that only passes needs no names. */
const LABEL_DELAY_S: Seconds = 0.12

const UP = new Vector3(0, 1, 0)
const boxPosition: [x: number, y: number, z: number] = [0, 0, 0]
const scratchPosition = new Vector3()
const eyePosition = new Vector3()
const lookMatrix = new Matrix4()
const headingRotation = new Quaternion()

/** "113 · 0:42.3 · loud, bright"; numbers start at 1. */
export const formatLabel = (chunk: number, start: Seconds, adjectives: readonly string[]): string =>
  [`${chunk + 1}`, formatTime(start, 1), adjectives.join(', ')].filter(Boolean).join(' · ')

/** What the box under the pointer is, above it, facing the eye. */
export class ChunkLabel {
  private readonly plate = new TextPlate(1)
  readonly mesh = this.plate.mesh
  private chunk = -1
  private hoverTime: Seconds = 0

  constructor(
    private readonly frameState: FrameState,
    private readonly services: SceneServices,
  ) {}

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

  private setText(words: string | null): void {
    this.frameState.pointer.label = words
    this.plate.setText(words)
  }

  private place(chunk: number): void {
    const {
      boxes: { position: place, edgeLength: edge },
      viewer: { head: ear },
      placement,
    } = this.frameState
    const { mesh } = this
    const j = chunk * 3
    songToRoom(placement, place[j]!, place[j + 1]!, place[j + 2]!, boxPosition)
    const away = Math.max(
      MIN_LABEL_DISTANCE_M,
      scratchPosition.fromArray(boxPosition).distanceTo(eyePosition.fromArray(ear.position)),
    )
    const height = (LABEL_HEIGHT_RATIO * away) / placement.scale
    mesh.position.fromArray(place, j)
    mesh.position.y += edge[chunk]! * 0.65 + height * 0.7
    mesh.scale.setScalar(height)
    headingRotation.setFromAxisAngle(UP, -placement.yaw)
    mesh.quaternion
      .setFromRotationMatrix(lookMatrix.lookAt(eyePosition, scratchPosition, UP))
      .premultiply(headingRotation)
  }

  dispose(): void {
    this.plate.dispose()
  }
}
