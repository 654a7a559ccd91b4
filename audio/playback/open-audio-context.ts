import type { Hertz } from '../units.ts'
import { probeTimestamps } from './output-latency.ts'

/** A context at the song's rate; at the device's if the browser cannot. */
export function openAudioContext(sampleRate: Hertz): AudioContext {
  const context = construct(sampleRate)
  probeTimestamps(context)
  return context
}

function construct(sampleRate: Hertz): AudioContext {
  try {
    return new AudioContext({ sampleRate, latencyHint: 'interactive' })
  } catch {
    return new AudioContext({ latencyHint: 'interactive' })
  }
}
