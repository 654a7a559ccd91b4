import type { BuiltExhibitConfig } from '../../protocol/exhibit-config.ts'
import { countsAsVisit, type VisitScene } from '../../protocol/visit-scene.ts'
import { smoothstep } from '../../scenes/geometry/math.ts'
import type { createDevicePicker } from './device-picker.ts'
import { createIdleLoop } from './idle-loop.ts'
import type { createSpectatorCaptions } from './spectator-captions.ts'
import type { SpectatorScene } from './spectator-scene.ts'
import type { createSongCache } from './spectator-song-cache.ts'
import type { InterpolatedState } from './timeline.ts'

/** Fading a song out or in. */
const FADE_DURATION_S = 0.5

/** What the screen displays now. */
export type DirectorState = {
  following: string | null
  scene: VisitScene
  /** Key of the displayed song. */
  song: string | null
  interpolatedState: InterpolatedState | null
  hasVisitor: boolean
  behindMs: number
}

/** Decides for each frame what the screen displays: a visitor, the exhibit between visits, or the idle loop. */
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
  /** 1: the song is fully visible; 0: faded out. */
  let brightness = 0
  let wasFollowing = false

  /** Fades over to a song. @returns whether it is displayed */
  const showSong = (key: string, dt: number): boolean => {
    const song = songCache.get(key)
    const isShown = state.song === key
    // The previous song stays until the next one is loaded.
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
    // Loading does not shorten a song's turn.
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
    state,
    /** @param now server time, milliseconds */
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
      // The message is about a song that is not displayed yet.
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
