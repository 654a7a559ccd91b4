import type { Seconds } from '../../audio/units.ts'

/** What the screen shows while it is alone: each song grows out of its path, and then plays by itself, without sound. */
export type Loop = {
  /** Which song of the exhibit. */
  song: number
  /** How far its boxes have left the path, 0-1. */
  form: number
  /** In the song; 0 while it unfolds. */
  time: Seconds
  playing: boolean
}

/** The path lies there, and then the form leaves it; each at most such a share of a song's turn. */
const RESTS: Seconds = 2.5
const UNFOLDS: Seconds = 11

const smooth = (t: number): number => t * t * (3 - 2 * t)

/**
 * The exhibit's songs in turn.
 * @param turn how long each is shown
 */
export function createLoop(songs: readonly { duration: Seconds }[], turn: Seconds) {
  const rests = Math.min(RESTS, turn * 0.1)
  const unfolds = Math.min(UNFOLDS, turn * 0.4)
  const loop: Loop = { song: 0, form: 0, time: 0, playing: false }
  let since = 0

  const begin = (song: number) => {
    loop.song = song
    since = 0
    tell()
  }
  const tell = () => {
    const duration = songs[loop.song]?.duration ?? 1
    loop.form = smooth(Math.min(1, Math.max(0, (since - rests) / unfolds)))
    loop.time = Math.min(duration, Math.max(0, since - rests - unfolds))
    loop.playing = loop.time > 0 && loop.time < duration
  }
  begin(0)

  return {
    now: loop,
    advance: (dt: Seconds): Loop => {
      since += dt
      if (since >= turn) begin((loop.song + 1) % songs.length)
      else tell()
      return loop
    },
    /** Goes on with the song that was shown, as it was. */
    take: (song: number, time: Seconds): void => {
      if (song < 0 || song >= songs.length) return
      loop.song = song
      since = Math.min(turn * 0.8, rests + unfolds + time)
      tell()
    },
    /** A song that cannot be shown is passed over. */
    skip: (): void => begin((loop.song + 1) % songs.length),
  }
}
