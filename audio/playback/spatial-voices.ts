import type { Meters, Seconds } from '../units.ts'
import type { HeadListener } from './audio-listener.ts'
import { type BinauralVoices, createBinauralVoices, type loadBinauralVoices } from './binaural-voices.ts'
import { createHrtfPanner, disposeHrtfPanner, type Point } from './hrtf-panners.ts'
import { createPannerVoice } from './panner-voice.ts'
import type { RenderClock } from './render-clock.ts'
import type { Bus, SpatialVoice } from './spatial-voice.ts'
import type { SoundOutput } from './speakers/sound-output.ts'
import { openSpeakerVoices } from './speakers/speaker-voices.ts'
import type { WorkletVoices } from './worklet-voices.ts'

/** Voices that are heard from where they are: in the audio thread, or by PannerNodes until that is ready. */
export type SpatialVoices = {
  /** @param voice context time of its beginning */
  open: (bus: Bus, gate: AudioNode, voice: { from: Seconds }, position: Point, size: Meters) => SpatialVoice
  placeHead: (head: HeadListener) => void
  setRoom: (on: boolean) => void
  dispose: () => void
}

/** @param buses the song's and the picks' */
export function createSpatialVoices(
  context: BaseAudioContext,
  clock: RenderClock,
  output: SoundOutput,
  buses: Record<Bus, AudioNode>,
  loadBinaural: typeof loadBinauralVoices,
): SpatialVoices {
  const panningModel = output === 'headphones' ? 'HRTF' : 'equalpower'
  // Engines load their HRTF when the first panner is made, and are silent until then: 0.3 s in Firefox.
  const firstPanner = createHrtfPanner(context, buses.song, [0, 0, -1], 0, panningModel)
  /** Loudspeakers have no ears, and stand in a room of their own. */
  let inThread: (WorkletVoices & Partial<BinauralVoices>) | null = null
  let hasRoom = false
  let disposed = false
  const load = async (): Promise<typeof inThread> => {
    if (output !== 'headphones') return openSpeakerVoices(context, output, buses)
    const options = await loadBinaural(context)
    return options && !disposed ? createBinauralVoices(context, options, buses) : null
  }
  load()
    .then((voices) => {
      if (disposed) return voices?.dispose()
      inThread = voices
      inThread?.setRoom?.(hasRoom)
    })
    .catch((error: unknown) => console.warn('Voices use the PannerNodes of the browser:', error))
  return {
    open: (bus, gate, voice, position, size) =>
      inThread?.open(bus, gate, position, size) ??
      createPannerVoice(context, clock, voice, gate, buses[bus], position, panningModel),
    placeHead: (head) => inThread?.placeHead?.(head),
    setRoom: (on) => {
      hasRoom = on
      inThread?.setRoom?.(on)
    },
    dispose: () => {
      disposed = true
      disposeHrtfPanner(firstPanner)
      inThread?.dispose()
    },
  }
}
