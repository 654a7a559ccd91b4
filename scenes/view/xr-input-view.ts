import { Matrix4, Quaternion, Vector3, type WebXRManager } from 'three'
import type { Meters, Seconds } from '../../audio/units.ts'
import { type FrameState, prefersReducedMotion } from '../state/frame-state.ts'
import { pointerRegistry } from '../state/pointer-registry.ts'
import type { SceneContext } from '../state/scene-context.ts'
import { drawCursor, drawHoverRing } from './draw-cursor.ts'
import { drawHand } from './draw-hand.ts'
import { drawPanelMark, MARK_STROKES } from './draw-panel-mark.ts'
import { drawThread } from './draw-thread.ts'
import { drawWand } from './draw-wand.ts'
import { HandLight, type HandUse } from './hand-light.ts'
import { HandNotes } from './hand-notes.ts'
import { LightStrokes } from './light-strokes.ts'
import type { Ribbon } from './ribbon.ts'
import type { RibbonBand } from './ribbon-band.ts'
import { ThrowTrails } from './throw-trails.ts'
import { TurnArc } from './turn-arc.ts'

const MAX_INPUT_SOURCES = 2
/** A hand has 32 strokes, its cursor 3, its thread 8; four trails have 68, the arc of a turn 16, the names of buttons 10. */
const MAX_STROKES = MAX_INPUT_SOURCES * 43 + 84 + MARK_STROKES + 10
/** The panel's mark: above the wrist, which is this far behind the origin of a controller's ray. */
const MARK_BACK_M: Meters = 0.1
const WRIST_MARK_UP_M: Meters = 0.042
const JOINT_COUNT = 25
/** Length of a ray that hits nothing, in the room. */
const MAX_RAY_LENGTH_M = { controller: 2.2, hand: 0.2 }
const RAY_POINT_COUNT = 4
const RAY_WIDTH_M: Meters = 0.004
/** Hits farther away than this, such as the void around the scene, get no cursor. */
const MAX_CURSOR_DISTANCE_M: Meters = 100

const rotation = new Quaternion()
const direction = new Vector3()
const songToRig = new Matrix4()
const from = new Vector3()
const to = new Vector3()
const tip = new Vector3()
const box = new Vector3()
const mark = new Vector3()
const head = new Vector3()

/** Draws wands, tracked hands, cursors and what they do as light in one draw call, and their rays as bands of the ribbon. */
export class XRInputView {
  private readonly strokes: LightStrokes
  /** Belongs into the visitor's own space. */
  readonly mesh: LightStrokes['mesh']
  /** Belongs there, too. */
  readonly notes: HandNotes
  private readonly rayBands: RibbonBand[]
  private readonly lights = Array.from({ length: MAX_INPUT_SOURCES }, () => new HandLight())
  private readonly throwTrails: ThrowTrails
  private readonly turnArc: TurnArc
  private readonly jointSpaces = new WeakMap<XRHand, XRJointSpace[]>()
  private readonly jointPoses = new Float32Array(JOINT_COUNT * 16)

  /** @param getUse what a source does now */
  constructor(
    private readonly frameState: FrameState,
    ribbon: Ribbon,
    private readonly getUse: (source: XRInputSource) => HandUse | undefined,
    store: SceneContext['store'],
  ) {
    this.notes = new HandNotes(frameState, store)
    this.strokes = new LightStrokes(MAX_STROKES, ribbon.daylight)
    this.mesh = this.strokes.mesh
    this.rayBands = Array.from({ length: MAX_INPUT_SOURCES }, () => ribbon.addBand([RAY_POINT_COUNT], RAY_WIDTH_M))
    this.throwTrails = new ThrowTrails(frameState)
    this.turnArc = new TurnArc(frameState)
  }

  update(frame: XRFrame | undefined, xr: WebXRManager, dt: Seconds): void {
    const { mesh, strokes, rayBands, lights } = this
    strokes.clear()
    this.notes.begin(dt)
    let shownCount = 0
    const space = xr.getReferenceSpace()
    if (frame && space && frame.session.visibilityState === 'visible') {
      mesh.updateWorldMatrix(true, false)
      songToRig.copy(mesh.matrixWorld).invert()
      const { inputSources } = frame.session
      for (let k = 0; k < inputSources.length && shownCount < MAX_INPUT_SOURCES; k++) {
        const source = inputSources[k]!
        if (source.targetRayMode !== 'tracked-pointer') continue
        lights[shownCount]!.update(this.frameState, this.getUse(source), dt)
        this.showSource(frame, space, source, lights[shownCount]!, rayBands[shownCount]!)
        shownCount++
      }
      this.throwTrails.draw(strokes, songToRig, dt)
      this.turnArc.draw(strokes, dt)
      const { x, y, z } = this.frameState.viewer.headInRig.position
      drawPanelMark(strokes, this.frameState, head.set(x, y, z))
    }
    for (; shownCount < MAX_INPUT_SOURCES; shownCount++) rayBands[shownCount]?.hide()
    this.notes.end()
    strokes.flush()
  }

  private showSource(
    frame: XRFrame,
    space: XRReferenceSpace,
    source: XRInputSource,
    light: HandLight,
    band: RibbonBand,
  ): void {
    const pressed = source.gamepad?.buttons[0]?.value ?? 0
    const targetRay = frame.getPose(source.targetRaySpace, space)?.transform
    if (!targetRay) band.hide()
    else tip.set(targetRay.position.x, targetRay.position.y, targetRay.position.z)
    const carriesMark = source.handedness === (this.frameState.preferences.leftHanded ? 'right' : 'left')
    if (source.hand) {
      if (this.readJoints(frame, space, source.hand)) {
        drawHand(this.strokes, this.jointPoses, light, pressed, tip)
        // The wrist is the first joint; its y axis points out of the back of the hand.
        if (carriesMark) this.carryMark(direction.fromArray(this.jointPoses, 4), mark.fromArray(this.jointPoses, 12))
      }
    } else if (targetRay) {
      drawWand(this.strokes, targetRay, light, pressed, tip)
      const { position: p, orientation: q } = targetRay
      mark.set(0, 0, MARK_BACK_M).applyQuaternion(rotation.set(q.x, q.y, q.z, q.w))
      mark.x += p.x
      mark.y += p.y
      mark.z += p.z
      if (carriesMark) this.carryMark(direction.set(0, 1, 0).applyQuaternion(rotation), mark)
    }
    if (!targetRay) return
    const { orientation: q } = targetRay
    rotation.set(q.x, q.y, q.z, q.w)
    mark.set(targetRay.position.x, targetRay.position.y, targetRay.position.z)
    this.notes.write(source, mark, rotation, light, this.strokes)
    direction.set(0, 0, -1).applyQuaternion(rotation.set(q.x, q.y, q.z, q.w))
    if (light.hold > 0.02 && this.readBox(light.heldChunk, box)) drawThread(this.strokes, tip, direction, box, light)
    this.showRay(targetRay, source, light, band)
  }

  /** Puts the panel's mark above the wrist. */
  private carryMark(up: Vector3, wrist: Vector3): void {
    const { panel } = this.frameState
    panel.mark.x = wrist.x + up.x * WRIST_MARK_UP_M
    panel.mark.y = wrist.y + up.y * WRIST_MARK_UP_M
    panel.mark.z = wrist.z + up.z * WRIST_MARK_UP_M
    panel.mark.carried = true
  }

  /** Reads the center of a box. @returns whether there is one */
  private readBox(chunk: number, out: Vector3): boolean {
    const { boxes } = this.frameState
    if (chunk < 0 || chunk >= boxes.count) return false
    out.fromArray(boxes.position, chunk * 3).applyMatrix4(songToRig)
    return true
  }

  private readJoints(frame: XRFrame, space: XRReferenceSpace, hand: XRHand): boolean {
    let spaces = this.jointSpaces.get(hand)
    if (!spaces) {
      spaces = Array.from(hand.values())
      this.jointSpaces.set(hand, spaces)
    }
    return frame.fillPoses?.(spaces, space, this.jointPoses) ?? false
  }

  /** Draws the ray in the song's space, fading towards its end, and a cursor where it hits something. */
  private showRay({ position }: XRRigidTransform, source: XRInputSource, light: HandLight, band: RibbonBand): void {
    const pointer = pointerRegistry.get(source)
    const hit = pointer?.getIntersection()
    if (!pointer?.getEnabled() || !hit) {
      band.hide()
      return
    }
    const { scale } = this.frameState.placement
    const { matrixWorld } = this.mesh
    const maxLength = (source.hand ? MAX_RAY_LENGTH_M.hand : MAX_RAY_LENGTH_M.controller) / scale
    const length = Math.min(maxLength, hit.distance)
    from.set(position.x, position.y, position.z).applyMatrix4(matrixWorld)
    to.copy(direction).transformDirection(matrixWorld)
    const isPressed = pointer.getButtonsDown().size > 0
    const strength = (isPressed ? 0.3 : 0.14) * (1 - light.hold)
    const last = RAY_POINT_COUNT - 1
    for (let k = 0; k < RAY_POINT_COUNT; k++) {
      const along = (length * k) / last
      band.points[k * 3] = from.x + to.x * along
      band.points[k * 3 + 1] = from.y + to.y * along
      band.points[k * 3 + 2] = from.z + to.z * along
    }
    band.width = RAY_WIDTH_M / scale
    const { color } = light
    for (let k = 0; k < RAY_POINT_COUNT; k++)
      band.writePoint(k, k, 0, last, color[0]!, color[1]!, color[2]!, strength * (1 - k / last))
    if (!Number.isFinite(hit.distance) || hit.distance > MAX_CURSOR_DISTANCE_M / scale) return
    to.copy(hit.pointOnFace).applyMatrix4(songToRig)
    drawCursor(this.strokes, to, hit.distance * scale, isPressed, light)
    if (!this.readBox(light.hoveredChunk, box)) return
    const edge = this.frameState.boxes.edgeLength[light.hoveredChunk]! * scale
    // Only around the box itself, not when its tile of the path is meant.
    if (to.distanceTo(box) < edge) drawHoverRing(this.strokes, box, edge, light, prefersReducedMotion(this.frameState))
  }

  dispose(): void {
    this.strokes.dispose()
    this.notes.dispose()
  }
}
