import type { Point } from '../../../audio/playback/hrtf-panners.ts'
import { VOICE_POOL_SIZE } from '../../../audio/playback/voice-pool.ts'
import type { Decibels } from '../../../audio/units.ts'
import { click, clickOf, peak } from './measure.ts'
import { makeBuffer, noise, render, type Stage, spans, tones } from './render-offline.ts'

// Scenarios about what must not be heard: clicks, too many voices, clipping.

const rate = 44100
const song = spans(0, 0.31, 0.5, 0.55, 0.6, 0.9, 1.13, 1.5, 2)
const places: Point[] = song.map((_, i) => [1.5 * Math.sin(i * 2.4), 0.4 * Math.cos(i), -1.5 * Math.cos(i * 2.4)])

const scripts = {
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
    for (let i = 0; i < 4; i++) at(0.2 + i * 0.3, () => playback.pick((i * 3) % song.length))
  },
  /** 40 picks in a second: voices are stolen all the time. */
  storm: ({ playback, at }) => {
    playback.play()
    for (let i = 0; i < 40; i++) at(0.3 + i / 40, () => playback.pick((i * 5) % song.length))
  },
  dispose: ({ playback, voices, at }) => {
    playback.play()
    at(0.7, () => {
      playback.dispose()
      voices.dispose()
    })
  },
} satisfies Record<string, (stage: Stage) => void>

export type Script = keyof typeof scripts

/** The hardest edge while a smooth sound is played by a script, and its highest sample. */
export async function hardestEdge(name: Script, spatial: boolean): Promise<{ click: Decibels; peak: number }> {
  // Quiet enough that five voices stay below the ceiling, and loud again afterwards.
  const quiet = 0.2
  const sound = tones(rate, 2)
  const rendered = await render({
    buffer: makeBuffer(rate, 2, (i) => quiet * sound(i)),
    chunks: song,
    seconds: 2.3,
    spatial,
    placeOf: (chunk) => places[chunk] as Point,
    script: scripts[name],
  })
  const channels = rendered.map((x) => x.map((value) => value / quiet))
  return { click: clickOf(channels), peak: peak(channels) }
}

/** What the measure says of two neighbors cut hard, of one that is 2 ms late, and of none at all. */
export function edgesOfHardCuts() {
  const sound = Float32Array.from({ length: 1.5 * rate }, (_, i) => tones(rate, 2)(i))
  const cut = (shift: number) => Float32Array.from(sound, (_, i) => tones(rate, 2)(i < rate / 2 ? i : i + shift))
  return {
    none: click(sound),
    elsewhere: click(cut(12345)),
    late: click(cut(88)),
    oneSample: click(cut(1)),
    stopped: click(sound.map((value, i) => (i < 22100 ? value : 0))),
  }
}

/**
 * 40 picks a second over a song that is 1 everywhere: the output is the number of voices. And by the audio thread's
 * own sources: how many are between start and stop at most.
 */
export async function voicesInStorm() {
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
    const [sum] = await render({
      buffer: makeBuffer(rate, 4, () => 1),
      chunks: spans(0, 0.5, 0.55, 0.6, 0.65, 1, 2, 4),
      seconds: 3,
      tick: 128 / rate,
      script: ({ playback, at }) => {
        playback.play()
        for (let i = 0; i < 40; i++) {
          at(0.5 + i / 40, () => playback.pick((i * 3) % 7))
          at(0.512 + i / 40, () => {
            let count = 0
            playback.forEachActiveChunk(() => count++)
            turns.push(count)
          })
        }
      },
    })
    // A source is stopped by the tick after its last sample.
    const block = 2 * (128 / rate)
    const spansHeard = [...sources.values()].filter(({ from, until }) => until - block > from)
    const together = (time: number) => spansHeard.filter((s) => s.from <= time && time < s.until - block).length
    return {
      pool: VOICE_POOL_SIZE,
      sum: (sum as Float32Array).reduce((most, value) => Math.max(most, value), 0),
      sources: Math.max(...spansHeard.map(({ from }) => together(from))),
      turns: Math.max(...turns),
      least: Math.min(...(sum as Float32Array).subarray(0.2 * rate, 0.4 * rate)),
    }
  } finally {
    Object.assign(AudioBufferSourceNode.prototype, { start, stop })
  }
}

/** Full-scale noise picked 40 times a second from arm's length: the highest sample. */
export async function peakOfStorm(): Promise<number> {
  const next = noise()
  return peak(
    await render({
      buffer: makeBuffer(rate, 2, next),
      chunks: song,
      seconds: 1.5,
      spatial: true,
      placeOf: (chunk) => [0.8 * Math.sin(chunk), 0, -0.8 * Math.cos(chunk)],
      script: scripts.storm,
    }),
  )
}
