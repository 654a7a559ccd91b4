import type { BuiltExhibitConfig } from '../../../protocol/exhibit-config.ts'
import { countsAsVisit } from '../../../protocol/visit-scene.ts'
import type { FaultCounter } from '../../kiosk/faults.ts'
import { hideHoldingScreen, showHoldingScreen } from '../../kiosk/watchdog/holding-screen.ts'
import type { Session } from '../../session/session.ts'
import { xrStore } from '../../session/xr-session.ts'
import type { VolumeLimit } from '../volume-limit.ts'
import { getAttractVolume } from './attract-volume.ts'
import { createExhibitSongPresenter } from './load-visit-song.ts'
import { resetRoom } from './reset-room.ts'
import type { VisitEvent, VisitState } from './visit-reducer.ts'

const FADE_STEP_MS = 100
/** While it is closed, a picture so often shows that it lives. */
const CLOSED_FRAME_INTERVAL_MS = 1000

/** Makes the room what a scene asks for: its song, how loud, and who is in charge of the view. */
export function createSceneApplier(
  session: Session,
  exhibit: BuiltExhibitConfig,
  volumeLimit: VolumeLimit,
  faults: FaultCounter,
  today: () => Date,
  happen: (event: VisitEvent) => void,
) {
  const { store, services, actions } = session
  const songs = createExhibitSongPresenter(session, exhibit, faults)
  let stand: VisitState | null = null
  let fading = 0
  let resting = 0

  const still = () => stand === null || stand.scene === 'paused' || stand.scene === 'closed'
  /** A headset that lies on the table must not sing to itself; feet play a song that is walked. */
  const mayPlay = () =>
    !still() &&
    xrStore.getState().session?.visibilityState !== 'hidden' &&
    !(stand?.headset && store.getState().mode === 'walk')

  const show = async (key: string) => {
    const shown = await songs.show(key, mayPlay)
    if (shown) return session.currentSong() ? hideHoldingScreen('songs') : undefined
    if (stand?.song === key) happen({ type: 'songFailed', key })
    // None is left: rather something calm than an empty room, until one opens.
    if (stand?.song === key && !session.currentSong()) showHoldingScreen('songs')
  }

  /** The visitor's own loudness falls to nothing as the visit ends. */
  const fade = (until: number) => {
    const from = performance.now()
    const { volume } = store.getState().preferences
    fading = window.setInterval(() => {
      const left = Math.max(0, (until - performance.now()) / Math.max(1, until - from))
      services.voices?.setVolume(volume * left)
    }, FADE_STEP_MS)
  }

  const quieten = () => actions.setPreferences({ volume: getAttractVolume(exhibit, today()) })

  /** Nothing moves and nothing sounds; the graphics card sleeps but for a frame a second. */
  const sleep = (asleep: boolean) => {
    window.clearInterval(resting)
    if (!asleep) return services.renderer?.().setFrameloop('always')
    const doze = () => {
      const stage = services.renderer?.()
      stage?.setFrameloop('demand')
      stage?.invalidate()
    }
    // Again and again: the room may not be there yet.
    resting = window.setInterval(doze, CLOSED_FRAME_INTERVAL_MS)
  }

  // The panel in a headset offers them too.
  store.setState({ songs: exhibit.songs.map(({ key, title, artist }) => ({ file: key, title, artist })) })
  actions.openSong = (key) => happen({ type: 'song', key })

  store.subscribe((now, before) => {
    // The playback itself knows when a song is over; a pause leaves it where it is.
    if (before.playing && !now.playing && now.duration > 0 && (services.playback?.time() ?? 0) >= now.duration - 0.05)
      happen({ type: 'songEnded' })
  })

  return {
    updateAttractVolume: ({ scene }: VisitState) => {
      if (scene === 'attract') quieten()
    },
    apply: (next: VisitState, before: VisitState | null) => {
      stand = next
      const { scene } = next
      if (scene !== before?.scene) {
        window.clearInterval(fading)
        if (before?.scene === 'closed' || scene === 'closed') sleep(scene === 'closed')
        if (scene === 'attract' || still()) {
          resetRoom(session, exhibit, volumeLimit)
          quieten()
        }
        if (scene === 'closed')
          void xrStore
            .getState()
            .session?.end()
            .catch(() => {})
        if (still()) actions.pause()
        const came =
          before === null || !countsAsVisit(before.scene) || before.scene === 'welcome' || before.scene === 'intro'
        if (scene === 'free' && came) actions.setPreferences({ volume: volumeLimit.getState() })
        if (scene === 'ending' && next.until !== null) fade(next.until)
      }
      if (next.headset && !before?.headset) {
        actions.recenter()
        actions.setMode(exhibit.mode)
      }
      if (next.songStarts !== before?.songStarts && next.song !== null && !still()) void show(next.song)
    },
  }
}
