import { Vector3 } from 'three'
import { type Placement, songToRoom } from '../../scenes/geometry/placement.ts'
import type { ArState } from '../../scenes/state/ar-state.ts'
import { listGrabbedChunks } from '../../scenes/state/grabbed-boxes.ts'
import { isLaidOut } from '../../scenes/state/panel-state.ts'
import type { ActivePointer } from '../../scenes/state/pointer-state.ts'
import type { SceneContext } from '../../scenes/state/scene-context.ts'

type Point = [x: number, y: number, z: number]

const describePlacement = ({ x, y, z, yaw, scale }: Placement, { size, anchored }: ArState, isAr: boolean) => ({
  position: [x, y, z] as Point,
  yaw,
  scale,
  size: isAr ? size : ('room' as const),
  anchored,
})

const describePointer = ({ kind, hand, origin, direction, chunk }: ActivePointer) =>
  kind && {
    kind,
    hand,
    origin: [...origin] as Point,
    direction: [...direction] as Point,
    chunk: chunk < 0 ? null : chunk,
  }

/**
 * `window.songwalk`, for technicians and browser tests: plain data, copied on every call.
 * docs/debug-api.md describes the fields; fields are added, never renamed or removed.
 * @param getPageFields further fields of `snapshot()`
 */
export function createDebugApi(
  { store, frameState, services }: SceneContext,
  getPageFields: () => object = () => ({}),
) {
  const toRoomPoint = (x: number, y: number, z: number): Point => {
    const point: Point = [0, 0, 0]
    songToRoom(frameState.placement, x, y, z, point)
    return point
  }
  const readRoomPoint = (positions: Float32Array, i: number): Point => {
    const [x, y, z] = positions.subarray(i * 3, i * 3 + 3) as unknown as Point
    return toRoomPoint(x, y, z)
  }
  return {
    snapshot: () => {
      const {
        phase,
        stage,
        progress,
        error,
        title,
        outline,
        playing,
        mode,
        grabbedChunk,
        xrMode,
        ar,
        settings,
        selected,
        song,
        drawer,
        trustShown,
        preferences,
        caption,
      } = store.getState()
      const sounding = new Set<number>()
      const voices: { chunk: number; position: Point }[] = []
      services.playback?.forEachActiveChunk(({ bus, chunk, voice }) => {
        if (bus === 'pick' || chunk === services.playback?.chunk()) sounding.add(chunk)
        const { positionX, positionY, positionZ } = voice.panner
        voices.push({ chunk, position: [positionX.value, positionY.value, positionZ.value] })
      }, null)
      return {
        phase,
        stage,
        progress,
        error,
        title,
        chunks: outline.length,
        playing,
        time: services.playback?.time() ?? 0,
        mode,
        sounding: [...sounding],
        voices,
        ear: {
          position: [...frameState.viewer.head.position] as Point,
          forward: [...frameState.viewer.head.forward] as Point,
        },
        held: grabbedChunk,
        holding: listGrabbedChunks(frameState.boxes.grabSlots),
        session: xrMode,
        settings: { ...settings, ...preferences },
        // The song has no placement until AR has found a surface.
        placement: xrMode === 'ar' && !ar.placed ? null : describePlacement(frameState.placement, ar, xrMode === 'ar'),
        light: xrMode === 'ar' ? frameState.ar.daylight : null,
        landing: frameState.viewer.teleportTarget ? ([...frameState.viewer.teleportTarget] as Point) : null,
        vignette: frameState.viewer.vignette,
        darkness: Math.max(frameState.viewer.darkness, frameState.viewer.blink),
        selected,
        hovered: frameState.pointer.hoveredChunk < 0 ? null : frameState.pointer.hoveredChunk,
        pointer: describePointer(frameState.pointer.active),
        label: frameState.pointer.label,
        drawer,
        trustShown,
        caption,
        quality: song?.quality ? { ...song.quality } : null,
        frame: { ...frameState.stats },
        ...getPageFields(),
      }
    },
    /** The open Song, as Save writes it into a JSON file, or null. */
    song: () => structuredClone(store.getState().song),
    /** Controls of the headset's panel with their positions in the room, folded its mark alone; empty outside a headset. */
    panel: () => {
      const { called, present } = frameState.panel
      if (!present) return []
      const mark = services.panel?.mark
      const controls = [...services.panelControls].filter((one) => isLaidOut(one) && (called || one.object === mark))
      return controls.map(({ object, label, group, value, isSlider }) => {
        object.updateWorldMatrix(true, false)
        /** @param fraction 0-1 across the control's width */
        const getPointAt = (fraction: number): Point => {
          const { x, y, z } = object.localToWorld(new Vector3(fraction - 0.5, 0, 0))
          return toRoomPoint(x, y, z)
        }
        const control = { label, group: group ?? null, value: value ?? null, position: getPointAt(0.5) }
        return isSlider ? { ...control, from: getPointAt(0), to: getPointAt(1) } : control
      })
    },
    /** Positions of chunk `i` in the room and on the 2D map (null before it is computed), and its start and end in seconds. */
    locate: (i: number) => {
      if (!Number.isInteger(i) || i < 0 || i >= frameState.boxes.count)
        throw new RangeError(`There is no chunk ${i}; pass an index below snapshot().chunks.`)
      const snapshot = frameState.boxes.mapSnapshots.at(-1)
      const map = snapshot ? ([snapshot[i * 2], snapshot[i * 2 + 1]] as [x: number, y: number]) : null
      const { start, end } = frameState.boxes.chunks[i] as { start: number; end: number }
      return {
        cloud: readRoomPoint(frameState.boxes.position, i),
        path: readRoomPoint(frameState.path.floorPath.center, i),
        map,
        time: [start, end] as [number, number],
      }
    },
  }
}

declare global {
  interface Window {
    songwalk: ReturnType<typeof createDebugApi>
  }
}
