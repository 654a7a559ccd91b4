import { loadWorklet } from '../load-worklet.ts'
import { createPlacedNode } from '../placed-node.ts'
import { createWorkletVoices, type WorkletVoices } from '../worklet-voices.ts'
import type { SoundOutput } from './sound-output.ts'
import { SPEAKER_PROCESSOR, type SpeakerOptions } from './speaker-options.ts'
import processorUrl from './speaker-processor.ts?worker&url'

/**
 * Voices on loudspeakers, without ears.
 * @param outputs of the song and of picks
 * @returns null where there are no worklets: PannerNodes do then
 */
export async function openSpeakerVoices(
  context: BaseAudioContext,
  output: SoundOutput,
  outputs: { song: AudioNode; pick: AudioNode },
): Promise<WorkletVoices | null> {
  if (!(await loadWorklet(context, processorUrl))) return null
  const directions = typeof output === 'string' ? [] : output.map(({ direction }) => direction)
  const options: SpeakerOptions = { directions }
  const node = createPlacedNode(context, SPEAKER_PROCESSOR, directions.length || 2, options)
  return createWorkletVoices(context, node, outputs)
}
