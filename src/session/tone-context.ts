import type { Hertz } from '../../audio/units.ts'
import { getSoundPart, type SoundPart } from './sound-part.ts'

export type ToneContext = ReturnType<SoundPart['createAudioContext']>

/** Safari has one more state than the standard: a call or an alarm has interrupted the output. */
export const getContextState = (context: ToneContext): AudioContextState | 'interrupted' => context.state

/** What happens to a context that nobody has asked for. */
export type ContextEvents = {
  onClose: () => void
  /** It was suspended, or interrupted. */
  onSuspend: () => void
  onError: () => void
  onSinkChange: () => void
}

/** @throws {Error} where the browser has no audio, or refuses it */
export function openToneContext(sampleRate: Hertz, events: ContextEvents): ToneContext {
  // On an iPhone the ring switch silences a page unless its audio session is for playback.
  const { audioSession } = navigator as { audioSession?: { type: string } }
  if (audioSession) audioSession.type = 'playback'
  const context = getSoundPart().createAudioContext(sampleRate)
  context.on('statechange', () => {
    const state = getContextState(context)
    if (state === 'closed') events.onClose()
    else if (state !== 'running') events.onSuspend()
  })
  const rawContext = context.rawContext as unknown as AudioContext
  rawContext.addEventListener('error', events.onError)
  rawContext.addEventListener('sinkchange', events.onSinkChange)
  return context
}
