import type { Seconds } from '../../audio/units.ts'

/** What the screen shows while it is alone: each song grows out of its path, and then plays by itself, without sound. */
export type IdleLoopState = {
  /** Which song of the exhibit. */
  songIndex: number
  /** How far its boxes have left the path, 0-1. */
  form: number
  /** In the song; 0 while it unfolds. */
  time: Seconds
  playing: boolean
}

/** The path lies there, and then the form leaves it; each at most such a share of a song's turn. */
const PATH_HOLD_S: Seconds = 2.5
const UNFOLD_DURATION_S: Seconds = 11

const smoothstep = (t: number): number => t * t * (3 - 2 * t)

/**
 * The exhibit's songs in turn.
 * @param turn how long each is shown
 */
export function createIdleLoop(songs: readonly { duration: Seconds }[], turn: Seconds) {
  const rests = Math.min(PATH_HOLD_S, turn * 0.1)
  const unfolds = Math.min(UNFOLD_DURATION_S, turn * 0.4)
  const loop: IdleLoopState = { songIndex: 0, form: 0, time: 0, playing: false }
  let since = 0

  const begin = (song: number) => {
    loop.songIndex = song
    since = 0
    tell()
  }
  const tell = () => {
    const duration = songs[loop.songIndex]?.duration ?? 1
    loop.form = smoothstep(Math.min(1, Math.max(0, (since - rests) / unfolds)))
    loop.time = Math.min(duration, Math.max(0, since - rests - unfolds))
    loop.playing = loop.time > 0 && loop.time < duration
  }
  begin(0)

  return {
    state: loop,
    advance: (dt: Seconds): IdleLoopState => {
      since += dt
      if (since >= turn) begin((loop.songIndex + 1) % songs.length)
      else tell()
      return loop
    },
    /** Goes on with the song that was shown, as it was. */
    resumeFrom: (song: number, time: Seconds): void => {
      if (song < 0 || song >= songs.length) return
      loop.songIndex = song
      since = Math.min(turn * 0.8, rests + unfolds + time)
      tell()
    },
    /** A song that cannot be shown is passed over. */
    skip: (): void => begin((loop.songIndex + 1) % songs.length),
  }
}
