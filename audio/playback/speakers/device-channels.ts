import { decibelsToGain } from '../leveling.ts'
import { countChannels, type SoundOutput } from './sound-output.ts'

/** The longest delay of a loudspeaker, milliseconds: 34 m. */
const MAX_SPEAKER_DELAY_MS = 100

/** Whether the device of a context has all channels of an output. */
export const hasChannels = ({ destination }: BaseAudioContext, output: SoundOutput): boolean =>
  countChannels(output) <= Math.max(2, destination.maxChannelCount)

/** Where a mix enters the device, and how to leave it. */
export type DeviceChannels = {
  input: AudioNode
  /** The entry of one loudspeaker alone, by its place in the list; of a pair: left and right. */
  inputs: AudioNode[]
  dispose: () => void
}

/** Leads channels to the device's own: around visitors each with its delay and gain. */
export function openDeviceChannels(context: BaseAudioContext, output: SoundOutput): DeviceChannels {
  const { destination } = context
  const channels = countChannels(output)
  const isRing = typeof output !== 'string'
  // An offline context has the channels that it was made with.
  if (destination.maxChannelCount >= channels && 'createMediaStreamSource' in context) {
    destination.channelCount = channels
    destination.channelCountMode = 'explicit'
    destination.channelInterpretation = isRing ? 'discrete' : 'speakers'
  }
  const merger = new ChannelMergerNode(context, { numberOfInputs: channels })
  merger.channelInterpretation = 'discrete'
  const speakers = isRing ? output : [1, 2].map((channel) => ({ channel, delay: 0, gain: 0 }))
  const inputs = speakers.map(({ channel, delay, gain }) => {
    const entry = new DelayNode(context, {
      delayTime: delay / 1000,
      maxDelayTime: MAX_SPEAKER_DELAY_MS / 1000,
      channelCount: 1,
      channelCountMode: 'explicit',
    })
    entry.connect(new GainNode(context, { gain: decibelsToGain(gain) })).connect(merger, 0, channel - 1)
    return entry
  })
  merger.connect(destination)
  if (!isRing) {
    // Two channels need no detour.
    const input = new GainNode(context)
    input.connect(destination)
    return { input, inputs, dispose: () => [input, merger].forEach((node) => void node.disconnect()) }
  }
  const splitter = new ChannelSplitterNode(context, { numberOfOutputs: speakers.length })
  inputs.forEach((entry, speaker) => void splitter.connect(entry, speaker))
  return { input: splitter, inputs, dispose: () => [splitter, merger].forEach((node) => void node.disconnect()) }
}
