import type { BuiltExhibitConfig } from '../../protocol/exhibit-config.ts'
import { countsAsVisit, type VisitScene } from '../../protocol/visit-scene.ts'
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
  room: SpectatorScene,
  following: ReturnType<typeof createDevicePicker>,
  shelf: ReturnType<typeof createSongCache>,
  captions: ReturnType<typeof createSpectatorCaptions>,
  canvas: HTMLCanvasElement,
) {
  const { songs } = exhibit
  const loop = createIdleLoop(songs, exhibit.timings.attract)
  const state: DirectorState = {
    following: null,
    scene: 'attract',
    song: null,
    interpolatedState: null,
    hasVisitor: false,
    behindMs: 0,
  }
  /** 1: the song is there, 0: it has gone. */
  let light = 0
  let led = false

  /** Brings a song into the room. @returns whether it hangs there. */
  const bring = (key: string, dt: number): boolean => {
    const song = shelf.get(key)
    const here = state.song === key
    // Until the next one has been read, the last one stays.
    if (!here && song && light <= 0) {
      room.setSong(song)
      state.song = key
      captions.showSong(songs.find((one) => one.key === key) ?? null)
    }
    const leaving = state.song !== key && (song !== null || state.song === null)
    light = Math.min(1, Math.max(0, light + ((leaving ? -1 : 1) * dt) / FADE_DURATION_S))
    canvas.style.opacity = (light * light * (3 - 2 * light)).toFixed(3)
    captions.setFaded(leaving)
    return state.song === key
  }

  const alone = (dt: number) => {
    if (led)
      loop.resumeFrom(
        songs.findIndex(({ key }) => key === state.song),
        room.frameState.playhead.time,
      )
    led = false
    const key = songs[loop.state.songIndex]?.key ?? ''
    if (shelf.hasFailed(key)) loop.skip()
    const there = bring(key, dt)
    // A song that is still being read loses nothing of its turn.
    if (there) loop.advance(dt)
    room.drawIdleLoop(
      there
        ? loop.state
        : {
            ...loop.state,
            form: room.frameState.boxes.embedding.progress,
            playing: false,
            time: room.frameState.playhead.time,
          },
      dt,
    )
  }

  return {
    shown: state,
    /** @param now by the server's clock */
    update: (now: number, dt: number): void => {
      const piece = following.pick(now)
      const sight = piece?.timeline.sample(now) ?? null
      const known = sight?.song ? songs.some(({ key }) => key === sight.song) : false
      state.following = piece?.device ?? null
      state.interpolatedState = sight
      state.scene = sight?.scene ?? 'attract'
      state.hasVisitor = sight !== null && countsAsVisit(sight.scene)
      state.behindMs = sight?.delayMs ?? 0
      const key = sight?.song ?? null
      if (!piece || !sight || key === null || !known || (shelf.hasFailed(key) && state.song !== key)) {
        alone(dt)
        return
      }
      led = true
      if (bring(key, dt)) room.drawVisit(sight, piece.timeline.lastMessage, state.hasVisitor, dt)
      // What is told is told of a song that does not hang here yet.
      else
        room.drawIdleLoop(
          {
            songIndex: 0,
            form: room.frameState.boxes.embedding.progress,
            time: room.frameState.playhead.time,
            playing: false,
          },
          dt,
        )
    },
  }
}
