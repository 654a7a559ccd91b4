import { Matrix4, Quaternion, Vector3 } from 'three'
import type { Meters, Seconds } from '../../audio/units.ts'
import { toRoom } from '../geometry/placement.ts'
import type { Live } from '../state/frame-state.ts'
import { TextPlate } from './text-plate.ts'

/** Its height, as a share of its distance: letters stay 0.9 degrees high. */
const HEIGHT = 0.042
/** Nearer than this it grows no smaller. */
const NEAREST: Meters = 0.35
/** A pointer that only passes needs no names. */
const PAUSE: Seconds = 0.12

const UP = new Vector3(0, 1, 0)
const box: [x: number, y: number, z: number] = [0, 0, 0]
const at = new Vector3()
const eye = new Vector3()
const turn = new Matrix4()
const heading = new Quaternion()

/** As it is read: "113 · 0:42.3 · loud, bright"; people count from one. */
export function labelOf(chunk: number, start: Seconds, words: readonly string[]): string {
  const tenths = Math.round(start * 10)
  const seconds = ((tenths % 600) / 10).toFixed(1).padStart(4, '0')
  return [`${chunk + 1}`, `${Math.floor(tenths / 600)}:${seconds}`, words.join(', ')].filter(Boolean).join(' · ')
}

/** What the box under the pointer is, above it, facing the eye. */
export class LabelView {
  private readonly plate = new TextPlate(1)
  readonly mesh = this.plate.mesh
  private chunk = -1
  private rested: Seconds = 0

  constructor(private readonly live: Live) {}

  paint(dt: Seconds): void {
    const { live } = this
    const chunk = live.preferences.labels ? live.hovered : -1
    if (chunk !== this.chunk) {
      this.chunk = chunk
      this.rested = 0
      this.say(null)
    }
    if (chunk < 0) return
    this.rested += dt
    if (this.rested < PAUSE) return
    if (live.label === null) this.say(labelOf(chunk, live.chunks[chunk]?.start ?? 0, live.describe(chunk)))
    this.place(chunk)
  }

  private say(words: string | null): void {
    this.live.label = words
    this.plate.say(words)
  }

  private place(chunk: number): void {
    const { place, edge, placement, ear } = this.live
    const { mesh } = this
    const j = chunk * 3
    toRoom(placement, place[j] as number, place[j + 1] as number, place[j + 2] as number, box)
    const away = Math.max(NEAREST, at.fromArray(box).distanceTo(eye.fromArray(ear.position)))
    const height = (HEIGHT * away) / placement.scale
    mesh.position.fromArray(place, j)
    mesh.position.y += (edge[chunk] as number) * 0.65 + height * 0.7
    mesh.scale.setScalar(height)
    heading.setFromAxisAngle(UP, -placement.yaw)
    mesh.quaternion.setFromRotationMatrix(turn.lookAt(eye, at, UP)).premultiply(heading)
  }

  dispose(): void {
    this.plate.dispose()
  }
}
