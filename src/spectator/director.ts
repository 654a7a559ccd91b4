import type { BuiltExhibit } from '../../protocol/exhibit-config.ts'
import { isVisited, type Scene } from '../../protocol/live-messages.ts'
import type { createFollowing } from './device-picker.ts'
import { createLoop } from './idle-loop.ts'
import type { createCaptions } from './spectator-captions.ts'
import type { SpectatorRoom } from './spectator-scene.ts'
import type { createSongShelf } from './spectator-songs.ts'
import type { Sight } from './timeline.ts'

/** Seconds: one song leaves, the next one comes. */
const FADE = 0.5

/** What is shown now, for whoever asks. */
export type Shown = {
  following: string | null
  scene: Scene
  /** The song that hangs in the room. */
  song: string | null
  sight: Sight | null
  visited: boolean
  behindMs: number
}

/** Decides frame by frame what the screen shows: a visitor, the piece by itself, or songs by themselves. */
export function createShow(
  exhibit: BuiltExhibit,
  room: SpectatorRoom,
  following: ReturnType<typeof createFollowing>,
  shelf: ReturnType<typeof createSongShelf>,
  captions: ReturnType<typeof createCaptions>,
  canvas: HTMLCanvasElement,
) {
  const { songs } = exhibit
  const loop = createLoop(songs, exhibit.timings.attract)
  const shown: Shown = { following: null, scene: 'attract', song: null, sight: null, visited: false, behindMs: 0 }
  /** 1: the song is there, 0: it has gone. */
  let light = 0
  let led = false

  /** Brings a song into the room. @returns whether it hangs there. */
  const bring = (key: string, dt: number): boolean => {
    const song = shelf.take(key)
    const here = shown.song === key
    // Until the next one has been read, the last one stays.
    if (!here && song && light <= 0) {
      room.hang(song)
      shown.song = key
      captions.tell(songs.find((one) => one.key === key) ?? null)
    }
    const leaving = shown.song !== key && (song !== null || shown.song === null)
    light = Math.min(1, Math.max(0, light + ((leaving ? -1 : 1) * dt) / FADE))
    canvas.style.opacity = (light * light * (3 - 2 * light)).toFixed(3)
    captions.fade(leaving)
    return shown.song === key
  }

  const alone = (dt: number) => {
    if (led)
      loop.take(
        songs.findIndex(({ key }) => key === shown.song),
        room.live.time,
      )
    led = false
    const key = songs[loop.now.song]?.key ?? ''
    if (shelf.refused(key)) loop.skip()
    const there = bring(key, dt)
    // A song that is still being read loses nothing of its turn.
    if (there) loop.advance(dt)
    room.alone(
      there ? loop.now : { ...loop.now, form: room.live.form.progress, playing: false, time: room.live.time },
      dt,
    )
  }

  return {
    shown,
    /** @param now by the server's clock */
    step: (now: number, dt: number): void => {
      const piece = following.look(now)
      const sight = piece?.timeline.at(now) ?? null
      const known = sight?.song ? songs.some(({ key }) => key === sight.song) : false
      shown.following = piece?.device ?? null
      shown.sight = sight
      shown.scene = sight?.scene ?? 'attract'
      shown.visited = sight !== null && isVisited(sight.scene)
      shown.behindMs = sight?.behind ?? 0
      const key = sight?.song ?? null
      if (!piece || !sight || key === null || !known || (shelf.refused(key) && shown.song !== key)) {
        alone(dt)
        return
      }
      led = true
      if (bring(key, dt)) room.follow(sight, piece.timeline.last, shown.visited, dt)
      // What is told is told of a song that does not hang here yet.
      else room.alone({ song: 0, form: room.live.form.progress, time: room.live.time, playing: false }, dt)
    },
  }
}
