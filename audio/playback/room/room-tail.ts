import type { Seconds } from '../../units.ts'
import { scheduleRamp } from '../hrtf-panners.ts'
import type { Bus } from '../spatial-voice.ts'
import { createRoomImpulse } from './room-impulse.ts'

/** Level of the tail of a sound at full gain: -14 dB. */
const TAIL_GAIN = 0.2
/** The room comes and goes in this time, besides what still rings. */
const SWITCH_FADE_S: Seconds = 0.2

const buffers = new WeakMap<BaseAudioContext, AudioBuffer>()

/** What is left of all sounds in the room, around the head; it does not turn with it. At first there is none. */
export type RoomTail = {
  /** Mono. */
  inputs: Record<Bus, AudioNode>
  isOn: () => boolean
  /** @param from context time */
  setOn: (on: boolean, from: Seconds) => void
  /** Gain of the song's share. */
  duck: (gain: number, from: Seconds, fade: Seconds) => void
  dispose: () => void
}

/** @param output gets a stereo tail; nothing is computed for it before the room is first on */
export function createRoomTail(context: BaseAudioContext, output: AudioNode): RoomTail {
  const level = new GainNode(context, { gain: 0, channelCount: 1, channelCountMode: 'explicit' })
  const inputs = { song: new GainNode(context), pick: new GainNode(context) }
  inputs.song.connect(level)
  inputs.pick.connect(level)
  let convolver: ConvolverNode | null = null
  /** It is silent until then. */
  const fill = (empty: ConvolverNode) => {
    const buffer = buffers.get(context)
    if (buffer) empty.buffer = buffer
    else
      void loadRoomTail(context).then((made) => {
        empty.buffer = made
      })
  }
  let isOn = false
  let switched: Seconds = -1
  return {
    inputs,
    isOn: () => isOn,
    setOn: (on, from) => {
      isOn = on
      if (!convolver) {
        convolver = new ConvolverNode(context, { disableNormalization: true })
        level.connect(convolver).connect(output)
        fill(convolver)
      }
      const passed = Math.min(1, (from - switched) / SWITCH_FADE_S)
      switched = from
      level.gain.cancelScheduledValues(from)
      scheduleRamp(level.gain, TAIL_GAIN * (on ? 1 - passed : passed), on ? TAIL_GAIN : 0, from, from + SWITCH_FADE_S)
    },
    duck: (gain, from, fade) => {
      inputs.song.gain.setTargetAtTime(gain, from, fade / 3)
    },
    dispose: () => {
      level.disconnect()
      convolver?.disconnect()
    },
  }
}

/** Makes what a tail needs, once a context. */
export async function loadRoomTail(context: BaseAudioContext): Promise<AudioBuffer> {
  const { sampleRate } = context
  const steps = createRoomImpulse(sampleRate)
  let step = steps.next()
  while (!step.done) {
    await new Promise((resolve) => setTimeout(resolve))
    step = steps.next()
  }
  const { left, right } = step.value
  const buffer = new AudioBuffer({ length: left.length, sampleRate, numberOfChannels: 2 })
  buffer.copyToChannel(left, 0)
  buffer.copyToChannel(right, 1)
  buffers.set(context, buffer)
  return buffer
}
