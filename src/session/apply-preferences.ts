import type { SceneContext } from '../../scenes/state/scene-context.ts'
import type { AudioOutput } from './audio-output.ts'

type AppliedTo = SceneContext & { audioOutput: Pick<AudioOutput, 'applySound'> }

/** Applies sound and reduced motion now and whenever they change; the system can also ask for reduced motion. */
export function applyPreferences({ store, frameState, services, audioOutput }: AppliedTo): void {
  const systemReducedMotion = matchMedia('(prefers-reduced-motion: reduce)')
  const apply = () => {
    const { calm, volume } = store.getState().preferences
    frameState.viewer.reducedMotion = calm || systemReducedMotion.matches
    document.documentElement.toggleAttribute('data-calm', frameState.viewer.reducedMotion)
    services.voices?.setVolume(volume)
    audioOutput.applySound()
  }
  systemReducedMotion.addEventListener('change', apply)
  store.subscribe((state, before) => {
    if (state.preferences !== before.preferences) apply()
  })
  apply()
}
