import type { BuiltExhibitConfig } from '../../../protocol/exhibit-config.ts'
import { countsAsVisit } from '../../../protocol/visit-scene.ts'
import { createFilm } from '../../../scenes/locomotion/film.ts'
import { giveFeedback } from '../../../scenes/state/feedback.ts'
import type { FaultCounter } from '../../kiosk/fault-counter.ts'
import { hideHoldingScreen, showHoldingScreen } from '../../kiosk/watchdog/holding-screen.ts'
import type { Session } from '../../session/session.ts'
import { xrStore } from '../../session/xr-session.ts'
import type { VolumeLimit } from '../volume-limit.ts'
import { createExhibitSongPresenter } from './exhibit-song-presenter.ts'
import { resetRoom } from './reset-room.ts'
import type { VisitEvent, VisitState } from './visit-reducer.ts'
import { getVolumes } from './volume-plan.ts'

const FADE_STEP_MS = 100
/** A closed exhibit renders one frame per second, which shows that it works. */
const CLOSED_FRAME_INTERVAL_MS = 1000

/** Applies a scene of the visit to the room: song, volume and preferences. */
export function createSceneApplier(
  session: Session,
  exhibit: BuiltExhibitConfig,
  volumeLimit: VolumeLimit,
  faults: FaultCounter,
  getDate: () => Date,
  dispatch: (event: VisitEvent) => void,
) {
  const { store, frameState, services, actions } = session
  const film = createFilm()
  const songPresenter = createExhibitSongPresenter(session, exhibit, faults)
  let visitState: VisitState | null = null
  let fadeTimer = 0
  let frameTimer = 0

  const isStandby = () => visitState === null || visitState.scene === 'paused' || visitState.scene === 'closed'
  /** No auto-play while the headset is off, nor in walk mode, where steps drive playback. */
  const mayPlay = () =>
    !isStandby() &&
    xrStore.getState().session?.visibilityState !== 'hidden' &&
    !(visitState?.headset && store.getState().mode === 'walk')

  const showSong = async (key: string) => {
    const isOpen = await songPresenter.show(key, mayPlay)
    if (isOpen) return session.currentSong() ? hideHoldingScreen('songs') : undefined
    if (visitState?.song === key) dispatch({ type: 'songFailed', key })
    // No song opens: the holding screen covers the empty room until one does.
    if (visitState?.song === key && !session.currentSong()) showHoldingScreen('songs')
  }

  /** Fades the visitor's volume out until the end of the visit. */
  const fadeOut = (until: number) => {
    const startedAt = performance.now()
    const { volume } = store.getState().preferences
    fadeTimer = window.setInterval(() => {
      const remaining = Math.max(0, (until - performance.now()) / Math.max(1, until - startedAt))
      services.voices?.setVolume(volume * remaining)
    }, FADE_STEP_MS)
  }

  const setAttractVolume = () => actions.setPreferences({ volume: getVolumes(exhibit, getDate()).attract })

  /** Limits rendering while the exhibit is closed. */
  const setStandbyFrameRate = (isAsleep: boolean) => {
    window.clearInterval(frameTimer)
    if (!isAsleep) return services.renderer?.().setFrameloop('always')
    const renderOneFrame = () => {
      const stage = services.renderer?.()
      stage?.setFrameloop('demand')
      stage?.invalidate()
    }
    // Repeated, because the renderer may not exist yet.
    frameTimer = window.setInterval(renderOneFrame, CLOSED_FRAME_INTERVAL_MS)
  }

  // For the panel in the headset.
  store.setState({ songs: exhibit.songs.map(({ key, title, artist }) => ({ file: key, title, artist })) })

  store.subscribe((now, before) => {
    // Playback stops by itself at the end of a song; a pause stops it earlier.
    if (before.playing && !now.playing && now.duration > 0 && (services.playback?.time() ?? 0) >= now.duration - 0.05)
      dispatch({ type: 'songEnded' })
  })

  return {
    updateAttractVolume: ({ scene }: VisitState) => {
      if (scene === 'attract') setAttractVolume()
    },
    apply: (next: VisitState, before: VisitState | null) => {
      visitState = next
      const { scene } = next
      if (scene !== before?.scene) {
        services.film = scene === 'attract' ? film : null
        window.clearInterval(fadeTimer)
        if (before?.scene === 'closed' || scene === 'closed') setStandbyFrameRate(scene === 'closed')
        if (scene === 'attract' || isStandby()) {
          resetRoom(session, exhibit, volumeLimit)
          setAttractVolume()
        }
        if (scene === 'closed')
          void xrStore
            .getState()
            .session?.end()
            .catch(() => {})
        if (isStandby()) actions.pause()
        const isVisitStart =
          before === null || !countsAsVisit(before.scene) || before.scene === 'welcome' || before.scene === 'intro'
        if (scene === 'free' && isVisitStart) actions.setPreferences({ volume: volumeLimit.getState() })
        if (scene === 'ending' && next.until !== null) {
          giveFeedback(frameState.feedback, 'ending', null)
          fadeOut(next.until)
        }
      }
      if (next.headset && !before?.headset) {
        actions.recenter()
        actions.setMode(exhibit.mode)
      }
      if (next.songStarts !== before?.songStarts && next.song !== null && !isStandby()) void showSong(next.song)
    },
  }
}
