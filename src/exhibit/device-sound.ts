import type { BuiltExhibitConfig } from '../../protocol/exhibit-config.ts'

type SoundConfig = BuiltExhibitConfig['sound']

/** The exhibit's sound on this device: `?sound=headphones` (or loudspeakers, speakers) replaces its way out. */
export function readDeviceSound(sound: SoundConfig, search = window.location.search): SoundConfig {
  const requested = new URLSearchParams(search).get('sound')
  if (requested === 'headphones' || requested === 'loudspeakers') return { ...sound, output: requested }
  return requested === 'speakers' && sound.speakers.length > 0 ? { ...sound, output: requested } : sound
}
