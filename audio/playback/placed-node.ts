import { INPUTS, nameParameter } from './worklet-inputs.ts'

/** Coordinates of an input relative to the head: x to the right, y up, z to the back; meters. */
export type PositionParams = readonly [x: AudioParam, y: AudioParam, z: AudioParam]

/** The audio thread's node of all voices, one output a bus, and where each of its inputs is. */
export type PlacedNode = { node: AudioWorkletNode; positions: readonly PositionParams[] }

/** @param channels of each output */
export function createPlacedNode(
  context: BaseAudioContext,
  processor: string,
  channels: number,
  processorOptions: object,
): PlacedNode {
  const node = new AudioWorkletNode(context, processor, {
    numberOfInputs: INPUTS,
    numberOfOutputs: 2,
    outputChannelCount: [channels, channels],
    // Mono, because a box is one point.
    channelCount: 1,
    channelCountMode: 'explicit',
    processorOptions,
  })
  const getParameter = (axis: 'x' | 'y' | 'z', input: number) =>
    node.parameters.get(nameParameter(axis, input)) as AudioParam
  const positions = Array.from(
    { length: INPUTS },
    (_, input): PositionParams => [getParameter('x', input), getParameter('y', input), getParameter('z', input)],
  )
  return { node, positions }
}
