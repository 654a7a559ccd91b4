import {
  BINAURAL_PROCESSOR,
  type BinauralOptions,
  INPUTS,
  type InputParameter,
  nameParameter,
  ROOM_PARAMETERS,
} from './binaural-options.ts'

/** Coordinates of an input relative to the head: x to the right, y up, z to the back; meters. */
export type PositionParams = readonly [x: AudioParam, y: AudioParam, z: AudioParam]

/** The audio thread's node of all voices, one stereo output a bus, and where each of its inputs is. */
export function createBinauralNode(
  context: BaseAudioContext,
  options: BinauralOptions,
): {
  node: AudioWorkletNode
  positions: readonly PositionParams[]
  sizes: readonly AudioParam[]
  room: readonly AudioParam[]
} {
  const node = new AudioWorkletNode(context, BINAURAL_PROCESSOR, {
    numberOfInputs: INPUTS,
    numberOfOutputs: 2,
    outputChannelCount: [2, 2],
    // Mono, because a box is one point.
    channelCount: 1,
    channelCountMode: 'explicit',
    processorOptions: options,
  })
  const getParameter = (axis: InputParameter, input: number) =>
    node.parameters.get(nameParameter(axis, input)) as AudioParam
  const positions = Array.from(
    { length: INPUTS },
    (_, input): PositionParams => [getParameter('x', input), getParameter('y', input), getParameter('z', input)],
  )
  const sizes = positions.map((_, input) => getParameter('size', input))
  const room = ROOM_PARAMETERS.map((name) => node.parameters.get(name) as AudioParam)
  return { node, positions, sizes, room }
}
