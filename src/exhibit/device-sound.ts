import type { BuiltExhibitConfig } from '../../protocol/exhibit-config.ts'

type SoundConfig = BuiltExhibitConfig['sound']

/** The exhibit's sound on this device: a headset's own at the ears; `?sound=headphones` (or loudspeakers, speakers) replaces it. */
export function readDeviceSound(sound: SoundConfig, isHeadset: boolean, search = window.location.search): SoundConfig {
  const requested = new URLSearchParams(search).get('sound')
  if (requested === 'headphones' || requested === 'loudspeakers') return { ...sound, output: requested }
  if (requested === null && isHeadset) return { ...sound, output: 'headphones' }
  return requested === 'speakers' && sound.speakers.length > 0 ? { ...sound, output: requested } : sound
}
