import type { Seconds } from '../../units.ts'

/** Two bursts of noise, one after the other. */
const BURST_S: Seconds = 0.25
const PERIOD_S: Seconds = 0.4
const BURSTS = 2
const EDGE_S: Seconds = 0.01
/** As loud as a song: -20 dBFS. */
const LEVEL = 0.1
const SEED = 5

/** Plays noise on one loudspeaker; noise is found more easily than a tone. */
export function playTestNoise(context: BaseAudioContext, entry: AudioNode, gain: number): void {
  const { sampleRate, currentTime } = context
  const buffer = new AudioBuffer({ length: Math.round(BURSTS * PERIOD_S * sampleRate), sampleRate })
  const samples = buffer.getChannelData(0)
  let state = SEED
  for (let i = 0; i < samples.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const time = (i / sampleRate) % PERIOD_S
    const edge = Math.min(1, time / EDGE_S, (BURST_S - time) / EDGE_S)
    samples[i] = edge > 0 ? LEVEL * edge * (state / 2 ** 31 - 1) * Math.sqrt(3) : 0
  }
  const source = new AudioBufferSourceNode(context, { buffer })
  source.connect(new GainNode(context, { gain })).connect(entry)
  source.start(currentTime)
}
