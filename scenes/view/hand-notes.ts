import { Group, Quaternion, Vector3 } from 'three'
import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { HINT_KINDS, type HintKind } from '../state/arrival.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { SceneContext } from '../state/scene-context.ts'
import type { HandLight } from './hand-light.ts'
import { LightEnd } from './light-end.ts'
import type { LightStrokes } from './light-strokes.ts'
import { TextPlate } from './text-plate.ts'

/** Height of a line; at arm's length its letters are 1.1 degrees high. */
const LINE_HEIGHT_M: Meters = 0.017
const LINE_PITCH_M: Meters = 0.021
/** A controller that is looked at for this time shows the names of its buttons. */
const LOOK_TIME_S: Seconds = 1
const LOOK_RAD: Radians = 0.16
const KEEP_LOOK_RAD: Radians = 0.4
/** Hints come after the form has been seen. */
const HINT_DELAY_S: Seconds = 2
const FADE_S: Seconds = 0.4

/** Buttons in the space of a right controller's ray: to the right, up, back from its origin. */
const BUTTONS = [
  { button: 'upper', x: -0.012, y: 0.012, z: 0.022 },
  { button: 'stick', x: 0.008, y: 0.014, z: 0.03 },
  { button: 'lower', x: -0.012, y: 0.012, z: 0.034 },
  { button: 'trigger', x: 0, y: -0.012, z: 0.004 },
  { button: 'grip', x: -0.008, y: -0.014, z: 0.07 },
] as const
type ButtonName = (typeof BUTTONS)[number]['button']
const MAX_LINES = BUTTONS.length
/** Lines hang beside the hand, on the outer side. */
const ASIDE_M: Meters = 0.07
const HINT_UP_M: Meters = 0.09
/** Above the fingers. */
const HAND_HINT_UP_M: Meters = 0.15

/** What the hand does for each hint: with a controller, with a tracked hand. */
const HINT_MEANS = {
  hear: ['trigger', 'pinch', 'hearBox'],
  take: ['grip', 'fist', 'takeBox'],
  go: ['stick', 'pinchFloor', 'goThere'],
} as const

const right = new Vector3()
const up = new Vector3()
const anchor = new LightEnd()
const lineEnd = new LightEnd()
const line = new Vector3()
const toHead = new Vector3()

/**
 * Words at the hands: names at the buttons of a controller that is looked at, and at the dominant hand how to hear, take and
 * go, until each is done. In the visitor's own space.
 */
export class HandNotes {
  readonly group = new Group()
  private readonly plates = Array.from({ length: MAX_LINES }, () => new TextPlate(LINE_HEIGHT_M))
  private lineCount = 0
  private lookedSource: XRInputSource | null = null
  private lookTime: Seconds = 0
  private readonly hintOpacity: Record<HintKind, number> = { hear: 0, take: 0, go: 0 }

  constructor(
    private readonly frameState: FrameState,
    private readonly store: SceneContext['store'],
  ) {
    for (const { mesh } of this.plates) this.group.add(mesh)
  }

  /** Before the hands of a frame. */
  begin(dt: Seconds): void {
    this.lineCount = 0
    if (this.lookedSource) this.lookTime += dt
    const { arrival, panel } = this.frameState
    for (const kind of HINT_KINDS) {
      const isShown = arrival.hints[kind] && arrival.time > HINT_DELAY_S && !panel.called
      const change = ((isShown ? 1 : -1) * dt) / FADE_S
      this.hintOpacity[kind] = Math.min(1, Math.max(0, this.hintOpacity[kind] + change))
    }
  }

  /** Writes beside one hand. @param position and rotation of its ray, in the visitor's own space */
  write(source: XRInputSource, position: Vector3, rotation: Quaternion, light: HandLight, strokes: LightStrokes): void {
    const { panel, preferences, viewer } = this.frameState
    const { x, y, z } = viewer.headInRig.position
    toHead.set(x, y, z).sub(position)
    // Upright lines that face the head.
    right.set(toHead.z, 0, -toHead.x).normalize()
    up.crossVectors(toHead, right).normalize()
    const side = source.handedness === 'left' ? -1 : 1
    this.look(source)
    if (!source.hand && this.lookedSource === source && this.lookTime > LOOK_TIME_S && !panel.called)
      this.nameButtons(position, rotation, side, light, strokes)
    else if (source.handedness === (preferences.leftHanded ? 'left' : 'right')) this.showHints(source, position)
  }

  /** After the hands of a frame. */
  end(): void {
    for (let k = this.lineCount; k < MAX_LINES; k++) this.plates[k]!.mesh.visible = false
  }

  /** Notices how long a controller has been looked at; `toHead` leads from it to the head. */
  private look(source: XRInputSource): void {
    const { orientation: q } = this.frameState.viewer.headInRig
    line.set(0, 0, -1).applyQuaternion(headRotation.set(q.x, q.y, q.z, q.w))
    const angle = Math.PI - line.angleTo(toHead)
    const isLooked = this.lookedSource === source
    if (angle < (isLooked ? KEEP_LOOK_RAD : LOOK_RAD)) {
      if (isLooked || this.lookedSource) return
      this.lookedSource = source
      this.lookTime = 0
    } else if (isLooked) this.lookedSource = null
  }

  private nameButtons(
    position: Vector3,
    rotation: Quaternion,
    side: 1 | -1,
    light: HandLight,
    strokes: LightStrokes,
  ): void {
    const opacity = Math.min(1, (this.lookTime - LOOK_TIME_S) / FADE_S)
    let row = (BUTTONS.length - 1) / 2
    for (let k = 0; k < BUTTONS.length; k++) {
      const { button, x, y, z } = BUTTONS[k]!
      const text = this.getButtonText(button)
      if (text === null) continue
      anchor.place
        .set(x * side, y, z)
        .applyQuaternion(rotation)
        .add(position)
      line.copy(position).addScaledVector(up, row * LINE_PITCH_M * 1.25)
      line.addScaledVector(right, ASIDE_M * side)
      row--
      lineEnd.place.copy(line)
      strokes.addLink(anchor.give(0.0012, 0.9 * opacity), lineEnd.give(0.0012, 0.35 * opacity), light.color)
      strokes.addPoint(anchor.give(0.004, 0.9 * opacity), light.color)
      this.addLine(text.charAt(0).toLocaleUpperCase() + text.slice(1), line, side, opacity)
    }
  }

  /** What a button does, in the visitor's language; null while it does nothing. */
  private getButtonText(button: ButtonName): string | null {
    const { xrLabels: labels, xrMode } = this.store.getState()
    if (button === 'trigger') return labels.hearBox
    if (button === 'grip') return labels.takeBox
    if (button === 'stick') return xrMode === 'ar' ? null : labels.goThere
    if (button === 'upper') return labels.controls
    return this.frameState.preferences.flying && xrMode === 'vr' ? labels.upDown : null
  }

  private showHints(source: XRInputSource, position: Vector3): void {
    const { xrLabels: labels, xrMode, ar } = this.store.getState()
    line.copy(position).addScaledVector(up, source.hand ? HAND_HINT_UP_M : HINT_UP_M)
    if (xrMode === 'ar' && !ar.placed) {
      if (ar.surfaceFound)
        this.addLine(`${labels[source.hand ? 'pinch' : 'trigger']}  ·  ${labels.placeHere}`, line, 0, 1)
      return
    }
    for (const kind of HINT_KINDS) {
      const opacity = this.hintOpacity[kind]
      if (opacity === 0) continue
      const [byController, byHand, deed] = HINT_MEANS[kind]
      this.addLine(`${labels[source.hand ? byHand : byController]}  ·  ${labels[deed]}`, line, 0, opacity)
      line.addScaledVector(up, -LINE_PITCH_M)
    }
  }

  /** @param side 0: centered at `at`, 1 or -1: it begins there, to the right or left */
  private addLine(text: string, at: Vector3, side: 1 | 0 | -1, opacity: number): void {
    const plate = this.plates[this.lineCount++]
    if (!plate) return
    plate.setText(text)
    const { mesh } = plate
    mesh.visible = true
    mesh.material.opacity = opacity
    mesh.position.copy(at).addScaledVector(right, (side * plate.width) / 2)
    mesh.rotation.set(-Math.atan2(toHead.y, Math.hypot(toHead.x, toHead.z)), Math.atan2(toHead.x, toHead.z), 0, 'YXZ')
  }

  dispose(): void {
    for (const plate of this.plates) plate.dispose()
  }
}

const headRotation = new Quaternion()
