import type { Meters, Seconds } from '../units.ts'
import { createHrtfPanner, disposeHrtfPanner, type HrtfPanner, type Point, scheduleRamp } from './hrtf-panners.ts'
import type { RenderClock } from './render-clock.ts'
import type { SpatialVoice } from './spatial-voice.ts'

/** A new panner receives the voice this long before it is faded in: the length of the HRTF. */
const HRTF_WARM_UP_S: Seconds = 0.012
/** Cross-fade from the old panner to the new one. */
const MOVE_FADE_S: Seconds = 0.015
/** Smaller moves, as a share of the distance (about 1 degree), are inaudible. */
const MIN_AUDIBLE_SHIFT = 0.015
/** Nearer distances count as this in {@link MIN_AUDIBLE_SHIFT}. */
const MIN_DISTANCE_M: Meters = 0.3

/**
 * A voice heard by the browser's own PannerNodes, where binaural-voices.ts cannot be. It cross-fades to a new panner when
 * it has moved audibly.
 * @param voice context time of its beginning
 * @param panningModel on loudspeakers without ears
 */
export function createPannerVoice(
  context: BaseAudioContext,
  clock: RenderClock,
  voice: { from: Seconds },
  gate: AudioNode,
  output: AudioNode,
  position: Point,
  panningModel: PanningModelType = 'HRTF',
): SpatialVoice {
  let hrtf = createHrtfPanner(context, output, position, 1, panningModel)
  /** The former panner, until the end of the cross-fade. */
  let fading: HrtfPanner | null = null
  let crossfadeEnd: Seconds = 0
  gate.connect(hrtf.panner)
  return {
    moveTo: (to) => {
      const now = context.currentTime
      if (now < crossfadeEnd) return
      if (fading) {
        gate.disconnect(fading.panner)
        disposeHrtfPanner(fading)
        fading = null
      }
      if (distance(to, hrtf.position) < MIN_AUDIBLE_SHIFT * Math.max(MIN_DISTANCE_M, Math.hypot(...to))) return
      const next = createHrtfPanner(context, output, to, 0, panningModel)
      gate.connect(next.panner)
      // A voice that has not begun needs no warm-up.
      const from = clock.readSoonest() + (now < voice.from - MOVE_FADE_S ? 0 : HRTF_WARM_UP_S)
      crossfadeEnd = from + MOVE_FADE_S
      scheduleRamp(hrtf.fader.gain, 1, 0, from, crossfadeEnd)
      scheduleRamp(next.fader.gain, 0, 1, from, crossfadeEnd)
      fading = hrtf
      hrtf = next
    },
    dispose: () => {
      disposeHrtfPanner(hrtf)
      if (fading) disposeHrtfPanner(fading)
    },
  }
}

const distance = (a: Point, b: Point): Meters => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
