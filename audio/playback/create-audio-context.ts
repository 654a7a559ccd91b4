import { Context } from 'tone'
import type { Hertz } from '../units.ts'

const TICK_RATE_HZ: Hertz = 30

/** A context at the song's rate, which leaves its samples unchanged; at the device's rate if the browser cannot. */
export function createAudioContext(sampleRate: Hertz): Context {
  // Voices get exact times, so Tone must not add its own look-ahead.
  const context = new Context({ context: openAudioContext(sampleRate), lookAhead: 0, updateInterval: 1 / TICK_RATE_HZ })
  context.on('statechange', (state) => {
    // Tone does not stop its clock's worker on close().
    if (state === 'closed') context.clockSource = 'offline'
  })
  return context
}

function openAudioContext(sampleRate: Hertz): AudioContext {
  try {
    return new AudioContext({ sampleRate, latencyHint: 'interactive' })
  } catch {
    return new AudioContext({ latencyHint: 'interactive' })
  }
}
