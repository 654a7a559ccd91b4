import type { OpenTrack } from '../audio-track.ts'
import { openAdtsTrack } from './adts-track.ts'
import { openLatmTrack } from './latm-track.ts'

/** AAC outside of containers: ADTS or LATM. */
export const openAacTrack: OpenTrack = async (source, maxDuration) =>
  (await openLatmTrack(source, maxDuration)) ?? openAdtsTrack(source, maxDuration)
