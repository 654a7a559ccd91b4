import { Vector3 } from 'three'
import { type Placement, songToRoom } from '../../scenes/geometry/placement.ts'
import type { ArState } from '../../scenes/state/ar-state.ts'
import { listGrabbedChunks } from '../../scenes/state/grabbed-boxes.ts'
import { isLaidOut } from '../../scenes/state/panel-state.ts'
import type { ActivePointer } from '../../scenes/state/pointer-state.ts'
import type { SceneContext } from '../../scenes/state/ui-store.ts'

type Point = [x: number, y: number, z: number]

const describePlacement = ({ x, y, z, yaw, scale }: Placement, { size, anchored }: ArState, real: boolean) => ({
  position: [x, y, z] as Point,
  yaw,
  scale,
  size: real ? size : ('room' as const),
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
 * The window for technicians and outside tests: plain data, copied at the moment of asking.
 * Documented in docs/architecture.md; its fields only ever grow.
 * @param more what the page around the room has to tell
 */
export function createDebugApi({ store, frameState, services }: SceneContext, more: () => object = () => ({})) {
  /** A box's place, in the room. */
  const at = (array: Float32Array, i: number): Point => {
    const out: Point = [0, 0, 0]
    const [x, y, z] = array.subarray(i * 3, i * 3 + 3) as unknown as Point
    songToRoom(frameState.placement, x, y, z, out)
    return out
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
        grabbedChunk: held,
        xrMode: session,
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
        held,
        holding: listGrabbedChunks(frameState.boxes.grabSlots),
        session,
        settings: { ...settings, ...preferences },
        // Nowhere yet, as long as AR looks for a surface.
        placement:
          session === 'ar' && !ar.placed ? null : describePlacement(frameState.placement, ar, session === 'ar'),
        light: session === 'ar' ? frameState.ar.daylight : null,
        landing: frameState.viewer.teleportTarget ? ([...frameState.viewer.teleportTarget] as Point) : null,
        vignette: frameState.viewer.vignette,
        selected,
        hovered: frameState.pointer.hoveredChunk < 0 ? null : frameState.pointer.hoveredChunk,
        pointer: describePointer(frameState.pointer.active),
        label: frameState.pointer.label,
        drawer,
        trustShown,
        caption,
        quality: song?.quality ? { ...song.quality } : null,
        frame: { ...frameState.stats },
        ...more(),
      }
    },
    /** What can be pressed on the panel in a headset, and where it is in the room now; empty without one. */
    panel: () =>
      [...services.panelControls].filter(isLaidOut).map(({ object, label, group, value, isSlider: slides }) => {
        const along = (share: number): Point => {
          const { x, y, z } = object.localToWorld(new Vector3(share - 0.5, 0, 0))
          const out: Point = [0, 0, 0]
          songToRoom(frameState.placement, x, y, z, out)
          return out
        }
        object.updateWorldMatrix(true, false)
        const told = { label, group: group ?? null, value: value ?? null, position: along(0.5) }
        return slides ? { ...told, from: along(0), to: along(1) } : told
      }),
    /** Where chunk `i` is now, in world coordinates; on the 2D map, if there is one yet; and in the song, in seconds. */
    locate: (i: number) => {
      if (!Number.isInteger(i) || i < 0 || i >= frameState.boxes.count) throw new RangeError(`There is no chunk ${i}.`)
      const still = frameState.boxes.mapSnapshots.at(-1)
      const map = still ? ([still[i * 2], still[i * 2 + 1]] as [x: number, y: number]) : null
      const { start, end } = frameState.boxes.chunks[i] as { start: number; end: number }
      return {
        cloud: at(frameState.boxes.position, i),
        path: at(frameState.path.floorPath.center, i),
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
