import type { BuiltExhibitConfig } from '../../protocol/exhibit-config.ts'
import { countsAsVisit, type VisitScene } from '../../protocol/visit-scene.ts'
import { smoothstep } from '../../scenes/geometry/math.ts'
import type { createDevicePicker } from './device-picker.ts'
import { createIdleLoop } from './idle-loop.ts'
import type { createSpectatorCaptions } from './spectator-captions.ts'
import type { SpectatorScene } from './spectator-scene.ts'
import type { createSongCache } from './spectator-songs.ts'
import type { InterpolatedState } from './timeline.ts'

/** Seconds: one song leaves, the next one comes. */
const FADE_DURATION_S = 0.5

/** What is shown now, for whoever asks. */
export type DirectorState = {
  following: string | null
  scene: VisitScene
  /** The song that hangs in the room. */
  song: string | null
  interpolatedState: InterpolatedState | null
  hasVisitor: boolean
  behindMs: number
}

/** Decides frame by frame what the screen shows: a visitor, the piece by itself, or songs by themselves. */
export function createDirector(
  exhibit: BuiltExhibitConfig,
  scene: SpectatorScene,
  devicePicker: ReturnType<typeof createDevicePicker>,
  songCache: ReturnType<typeof createSongCache>,
  captions: ReturnType<typeof createSpectatorCaptions>,
  canvas: HTMLCanvasElement,
) {
  const { songs } = exhibit
  const idleLoop = createIdleLoop(songs, exhibit.timings.attract)
  const state: DirectorState = {
    following: null,
    scene: 'attract',
    song: null,
    interpolatedState: null,
    hasVisitor: false,
    behindMs: 0,
  }
  /** 1: the song is there, 0: it has gone. */
  let brightness = 0
  let wasFollowing = false

  /** Brings a song into the room. @returns whether it hangs there. */
  const showSong = (key: string, dt: number): boolean => {
    const song = songCache.get(key)
    const isShown = state.song === key
    // Until the next one has been read, the last one stays.
    if (!isShown && song && brightness <= 0) {
      scene.setSong(song)
      state.song = key
      captions.showSong(songs.find((one) => one.key === key) ?? null)
    }
    const isFadingOut = state.song !== key && (song !== null || state.song === null)
    brightness = Math.min(1, Math.max(0, brightness + ((isFadingOut ? -1 : 1) * dt) / FADE_DURATION_S))
    canvas.style.opacity = smoothstep(brightness).toFixed(3)
    captions.setFaded(isFadingOut)
    return state.song === key
  }

  const showIdleLoop = (dt: number) => {
    if (wasFollowing)
      idleLoop.resumeFrom(
        songs.findIndex(({ key }) => key === state.song),
        scene.frameState.playhead.time,
      )
    wasFollowing = false
    const key = songs[idleLoop.state.songIndex]?.key ?? ''
    if (songCache.hasFailed(key)) idleLoop.skip()
    const isShown = showSong(key, dt)
    // A song that is still being read loses nothing of its turn.
    if (isShown) idleLoop.advance(dt)
    scene.drawIdleLoop(
      isShown
        ? idleLoop.state
        : {
            ...idleLoop.state,
            form: scene.frameState.boxes.embedding.progress,
            playing: false,
            time: scene.frameState.playhead.time,
          },
      dt,
    )
  }

  return {
    shown: state,
    /** @param now by the server's clock */
    update: (now: number, dt: number): void => {
      const picked = devicePicker.pick(now)
      const sample = picked?.timeline.sample(now) ?? null
      const isListed = sample?.song ? songs.some(({ key }) => key === sample.song) : false
      state.following = picked?.device ?? null
      state.interpolatedState = sample
      state.scene = sample?.scene ?? 'attract'
      state.hasVisitor = sample !== null && countsAsVisit(sample.scene)
      state.behindMs = sample?.delayMs ?? 0
      const key = sample?.song ?? null
      if (!picked || !sample || key === null || !isListed || (songCache.hasFailed(key) && state.song !== key)) {
        showIdleLoop(dt)
        return
      }
      wasFollowing = true
      if (showSong(key, dt)) scene.drawVisit(sample, picked.timeline.lastMessage, state.hasVisitor, dt)
      // What is told is told of a song that does not hang here yet.
      else
        scene.drawIdleLoop(
          {
            songIndex: 0,
            form: scene.frameState.boxes.embedding.progress,
            time: scene.frameState.playhead.time,
            playing: false,
          },
          dt,
        )
    },
  }
}
