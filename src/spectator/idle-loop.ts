import type { Seconds } from '../../audio/units.ts'
import { smoothstep } from '../../scenes/geometry/math.ts'

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

/**
 * The exhibit's songs in turn.
 * @param turnLength how long each is shown
 */
export function createIdleLoop(songs: readonly { duration: Seconds }[], turnLength: Seconds) {
  const pathHold = Math.min(PATH_HOLD_S, turnLength * 0.1)
  const unfoldDuration = Math.min(UNFOLD_DURATION_S, turnLength * 0.4)
  const state: IdleLoopState = { songIndex: 0, form: 0, time: 0, playing: false }
  let elapsed = 0

  const start = (song: number) => {
    state.songIndex = song
    elapsed = 0
    update()
  }
  const update = () => {
    const duration = songs[state.songIndex]?.duration ?? 1
    state.form = smoothstep((elapsed - pathHold) / unfoldDuration)
    state.time = Math.min(duration, Math.max(0, elapsed - pathHold - unfoldDuration))
    state.playing = state.time > 0 && state.time < duration
  }
  start(0)

  return {
    state,
    advance: (dt: Seconds): IdleLoopState => {
      elapsed += dt
      if (elapsed >= turnLength) start((state.songIndex + 1) % songs.length)
      else update()
      return state
    },
    /** Goes on with the song that was shown, as it was. */
    resumeFrom: (song: number, time: Seconds): void => {
      if (song < 0 || song >= songs.length) return
      state.songIndex = song
      elapsed = Math.min(turnLength * 0.8, pathHold + unfoldDuration + time)
      update()
    },
    /** A song that cannot be shown is passed over. */
    skip: (): void => start((state.songIndex + 1) % songs.length),
  }
}
