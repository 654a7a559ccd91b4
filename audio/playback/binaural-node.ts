import { BINAURAL_PROCESSOR, type BinauralOptions, ROOM_PARAMETERS } from './binaural-options.ts'
import { createPlacedNode, type PlacedNode } from './placed-node.ts'
import { nameParameter } from './worklet-inputs.ts'

/** The node of voices for two ears, with the sizes of its inputs and the room about the head. */
export type BinauralNode = PlacedNode & { sizes: readonly AudioParam[]; room: readonly AudioParam[] }

export function createBinauralNode(context: BaseAudioContext, options: BinauralOptions): BinauralNode {
  const { node, positions } = createPlacedNode(context, BINAURAL_PROCESSOR, 2, options)
  const sizes = positions.map((_, input) => node.parameters.get(nameParameter('size', input)) as AudioParam)
  const room = ROOM_PARAMETERS.map((name) => node.parameters.get(name) as AudioParam)
  return { node, positions, sizes, room }
}
