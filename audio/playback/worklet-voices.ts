import type { PlacedNode } from './placed-node.ts'
import type { OpenSpatialVoice } from './spatial-voice.ts'
import { INPUTS_PER_BUS } from './worklet-inputs.ts'

/** Voices that the audio thread places, each in an input of one node. */
export type WorkletVoices = {
  /** Returns null while all inputs are taken, and before the audio thread is ready. */
  open: OpenSpatialVoice
  dispose: () => void
}

/** @param outputs of the song and of picks */
export function createWorkletVoices(
  context: BaseAudioContext,
  { node, positions, sizes }: PlacedNode & { sizes?: readonly AudioParam[] },
  outputs: { song: AudioNode; pick: AudioNode },
): WorkletVoices {
  node.connect(outputs.song, 0)
  node.connect(outputs.pick, 1)
  const inputs = positions.map(([x, y, z], input) => ({ input, x, y, z, isTaken: false, freed: 0 }))
  let releases = 0
  // A running context goes on while its audio thread makes the processor; any other one makes it first.
  let isReady = context.state !== 'running'
  node.port.onmessage = () => {
    isReady = true
  }
  node.onprocessorerror = () => {
    isReady = false
    console.warn('The voices of the audio thread failed: PannerNodes replace them.')
  }
  return {
    open: (bus, gate, position, size) => {
      const first = bus === 'song' ? 0 : INPUTS_PER_BUS
      const free = inputs.slice(first, first + INPUTS_PER_BUS).filter(({ isTaken }) => !isTaken)
      if (!isReady || free.length === 0) return null
      // The one that is free for longest: what it played before is still reflected.
      const chosen = free.reduce((longest, other) => (other.freed < longest.freed ? other : longest))
      const { input, x, y, z } = chosen
      const moveTo = (to: typeof position) => {
        x.value = to[0]
        y.value = to[1]
        z.value = to[2]
      }
      chosen.isTaken = true
      moveTo(position)
      const sizeParam = sizes?.[input]
      if (sizeParam) sizeParam.value = size
      gate.connect(node, 0, input)
      return {
        moveTo,
        dispose: () => {
          chosen.isTaken = false
          chosen.freed = ++releases
        },
      }
    },
    dispose: () => {
      node.disconnect()
      node.port.postMessage('end')
    },
  }
}
