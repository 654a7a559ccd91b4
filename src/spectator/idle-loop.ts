import type { Seconds } from '../../audio/units.ts'
import { smoothstep } from '../../scenes/geometry/math.ts'

/** The screen without a device: each song unfolds from its path and then plays silently. */
export type IdleLoopState = {
  /** Index in the exhibit's songs. */
  songIndex: number
  /** How far the boxes have left the path, 0-1. */
  form: number
  /** Position in the song; 0 while it unfolds. */
  time: Seconds
  playing: boolean
}

/** Durations of the path alone and of the unfolding; shortened for short turns. */
const PATH_HOLD_S: Seconds = 2.5
const UNFOLD_DURATION_S: Seconds = 11

/**
 * Shows the exhibit's songs in turn.
 * @param turnLength time per song
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
    /** Continues with the displayed song at its position. */
    resumeFrom: (song: number, time: Seconds): void => {
      if (song < 0 || song >= songs.length) return
      state.songIndex = song
      elapsed = Math.min(turnLength * 0.8, pathHold + unfoldDuration + time)
      update()
    },
    /** Skips a song that cannot be loaded. */
    skip: (): void => start((state.songIndex + 1) % songs.length),
  }
}
