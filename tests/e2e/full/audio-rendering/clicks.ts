import type { Point } from '../../../../audio/playback/hrtf-panners.ts'
import { VOICE_POOL_SIZE } from '../../../../audio/playback/voice-pool.ts'
import type { Decibels } from '../../../../audio/units.ts'
import { measureClick, measureLoudestClick, measurePeak } from './measure.ts'
import {
  createBuffer,
  createNoise,
  createSpans,
  createTones,
  type RenderStage,
  renderOffline,
} from './render-offline.ts'

// Scenarios about artifacts: clicks, too many voices, clipping.

const SAMPLE_RATE_HZ = 44100
const SONG_CHUNKS = createSpans(0, 0.31, 0.5, 0.55, 0.6, 0.9, 1.13, 1.5, 2)
const CHUNK_POSITIONS: Point[] = SONG_CHUNKS.map((_, i) => [
  1.5 * Math.sin(i * 2.4),
  0.4 * Math.cos(i),
  -1.5 * Math.cos(i * 2.4),
])

const playbackScripts = {
  /** Every joint of the song. */
  through: ({ playback }) => playback.play(),
  /** Jumps from and to all kinds of places: inside chunks, into joints, out of joints. */
  seek: ({ playback, at }) => {
    playback.play()
    for (let i = 0; i < 9; i++)
      at(0.2 + i * 0.1237, () => playback.seek([0.1, 0.499, 0.8, 0.5525, 1.9, 0.312][i % 6] ?? 0))
  },
  /** Pauses 0.03 s after playing from just before a joint: while its fade runs. */
  pause: ({ playback, at }) => {
    for (let i = 0; i < 8; i++) {
      at(i * 0.2, () => {
        playback.seek(0.9 - 0.06 + 0.0017 * i)
        playback.play()
      })
      at(i * 0.2 + 0.09, () => playback.pause())
    }
  },
  /** Picks over the song, under and over the song's own turns. */
  pick: ({ playback, at }) => {
    playback.play()
    for (let i = 0; i < 4; i++) at(0.2 + i * 0.3, () => playback.pick((i * 3) % SONG_CHUNKS.length))
  },
  /** 40 picks in a second: voices are stolen all the time. */
  storm: ({ playback, at }) => {
    playback.play()
    for (let i = 0; i < 40; i++) at(0.3 + i / 40, () => playback.pick((i * 5) % SONG_CHUNKS.length))
  },
  dispose: ({ playback, voices, at }) => {
    playback.play()
    at(0.7, () => {
      playback.dispose()
      voices.dispose()
    })
  },
} satisfies Record<string, (stage: RenderStage) => void>

export type PlaybackScript = keyof typeof playbackScripts

/** The hardest edge while a smooth sound is played by a script, and its highest sample. */
export async function measureClicks(
  name: PlaybackScript,
  spatial: boolean,
): Promise<{ click: Decibels; peak: number }> {
  // Quiet enough that five voices stay below the ceiling, and loud again afterwards.
  const quiet = 0.2
  const sound = createTones(SAMPLE_RATE_HZ, 2)
  const rendered = await renderOffline({
    buffer: createBuffer(SAMPLE_RATE_HZ, 2, (i) => quiet * sound(i)),
    chunks: SONG_CHUNKS,
    seconds: 2.3,
    spatial,
    positionOf: (chunk) => CHUNK_POSITIONS[chunk] as Point,
    script: playbackScripts[name],
  })
  const channels = rendered.map((x) => x.map((value) => value / quiet))
  return { click: measureLoudestClick(channels), peak: measurePeak(channels) }
}

/** What the measure says of two neighbors cut hard, of one that is 2 ms late, and of none at all. */
export function measureHardCuts() {
  const sound = Float32Array.from({ length: 1.5 * SAMPLE_RATE_HZ }, (_, i) => createTones(SAMPLE_RATE_HZ, 2)(i))
  const cut = (shift: number) =>
    Float32Array.from(sound, (_, i) => createTones(SAMPLE_RATE_HZ, 2)(i < SAMPLE_RATE_HZ / 2 ? i : i + shift))
  return {
    none: measureClick(sound),
    elsewhere: measureClick(cut(12345)),
    late: measureClick(cut(88)),
    oneSample: measureClick(cut(1)),
    stopped: measureClick(sound.map((value, i) => (i < 22100 ? value : 0))),
  }
}

/** Silent end of a source, as in voice-pool.ts. */
const HRTF_TAIL_S = 0.05

/**
 * 40 picks a second over a song that is 1 everywhere: the output is the number of voices. And by the audio thread's
 * own sources: how many are between start and stop at most.
 */
export async function countVoicesOfRapidPicks() {
  const { start, stop } = AudioBufferSourceNode.prototype
  const sources = new Map<AudioBufferSourceNode, { from: number; until: number }>()
  AudioBufferSourceNode.prototype.start = function (when = 0, offset = 0) {
    sources.set(this, { from: when, until: Infinity })
    return start.call(this, when, offset)
  }
  AudioBufferSourceNode.prototype.stop = function (when = 0) {
    const source = sources.get(this)
    if (source) source.until = Math.max(when, this.context.currentTime)
    return stop.call(this, when)
  }
  const turns: number[] = []
  try {
    const [sum] = await renderOffline({
      buffer: createBuffer(SAMPLE_RATE_HZ, 4, () => 1),
      chunks: createSpans(0, 0.5, 0.55, 0.6, 0.65, 1, 2, 4),
      seconds: 3,
      tick: 128 / SAMPLE_RATE_HZ,
      script: ({ playback, at }) => {
        playback.play()
        for (let i = 0; i < 40; i++) {
          at(0.5 + i / 40, () => playback.pick((i * 3) % 7))
          at(0.512 + i / 40, () => {
            let count = 0
            playback.forEachActiveChunk(() => count++, null)
            turns.push(count)
          })
        }
      },
    })
    // A source is stopped by the tick after its last sample, and outlasts its fade by the tail of the HRTF.
    const block = 2 * (128 / SAMPLE_RATE_HZ) + HRTF_TAIL_S
    const spansHeard = [...sources.values()].filter(({ from, until }) => until - block > from)
    const together = (time: number) => spansHeard.filter((s) => s.from <= time && time < s.until - block).length
    return {
      pool: VOICE_POOL_SIZE,
      sum: (sum as Float32Array).reduce((most, value) => Math.max(most, value), 0),
      sources: Math.max(...spansHeard.map(({ from }) => together(from))),
      turns: Math.max(...turns),
      least: Math.min(...(sum as Float32Array).subarray(0.2 * SAMPLE_RATE_HZ, 0.4 * SAMPLE_RATE_HZ)),
    }
  } finally {
    Object.assign(AudioBufferSourceNode.prototype, { start, stop })
  }
}

/** Full-scale noise picked 40 times a second from arm's length: the highest sample. */
export async function measurePeakOfRapidPicks(): Promise<number> {
  const next = createNoise()
  return measurePeak(
    await renderOffline({
      buffer: createBuffer(SAMPLE_RATE_HZ, 2, next),
      chunks: SONG_CHUNKS,
      seconds: 1.5,
      spatial: true,
      positionOf: (chunk) => [0.8 * Math.sin(chunk), 0, -0.8 * Math.cos(chunk)],
      script: playbackScripts.storm,
    }),
  )
}
