import { createStore } from 'zustand/vanilla'
import type { BuiltExhibitConfig } from '../../../protocol/exhibit-config.ts'
import { isOpen } from '../../../protocol/opening-hours.ts'
import { countsAsVisit } from '../../../protocol/visit-scene.ts'
import { resolveLanguages, showLanguage } from '../../i18n/exhibit-languages.ts'
import type { FaultCounter } from '../../kiosk/fault-counter.ts'
import type { Session } from '../../session/session.ts'
import { xrStore } from '../../session/xr-session.ts'
import type { VisitController, VisitStatus } from '../exhibit-context.ts'
import type { VolumeLimit } from '../volume-limit.ts'
import { createSceneApplier } from './scene-applier.ts'
import { createVisitState, reduceVisit, type VisitEvent, type VisitRules, type VisitState } from './visit-reducer.ts'
import { watchHeadsetPresence } from './watch-headset-presence.ts'

const CLOCK_POLL_INTERVAL_MS = 60_000
/** Adjusting a headset, or wiping glasses, takes less. */
const HEADSET_REMOVED_TIMEOUT_MS = 8000
/** A paused or closed exhibit stays so after a reload. */
const STAFF_STATE_KEY = 'songwalk-staff'

const createVisitRules = ({ songs, languages, timings }: BuiltExhibitConfig): VisitRules => {
  const ms = (seconds: number) => seconds * 1000
  return {
    songs: songs.map(({ key }) => key),
    languages: resolveLanguages(languages),
    reminder: ms(timings.reminder),
    countdown: ms(timings.countdown),
    visit: ms(timings.visit),
    ending: ms(timings.ending),
    attract: ms(timings.attract),
    intro: ms(timings.intro),
  }
}

const toVisitStatus = ({ scene, language, song, visit, until, headset }: VisitState): VisitStatus => ({
  scene,
  language,
  song,
  visit,
  until,
  headset,
})

/** Runs the visit reducer, its timeouts and its sources of events. */
export function createVisitController(
  session: Session,
  exhibit: BuiltExhibitConfig,
  volumeLimit: VolumeLimit,
  faults: FaultCounter,
  getDate: () => Date = () => new Date(),
): VisitController {
  const rules = createVisitRules(exhibit)
  const now = () => performance.now()
  let state = createVisitState(rules, now())
  let wasOpen = true
  let timer = 0
  const store = createStore<VisitStatus>()(() => toVisitStatus(state))
  const sceneApplier = createSceneApplier(session, exhibit, volumeLimit, faults, getDate, (event) => dispatch(event))

  const dispatch = (event: VisitEvent) => {
    const before = state
    state = reduceVisit(before, event, now(), rules)
    window.clearTimeout(timer)
    const nextDeadline = Math.min(
      state.until ?? Number.POSITIVE_INFINITY,
      countsAsVisit(state.scene) ? state.visitEndsAt : Infinity,
    )
    if (Number.isFinite(nextDeadline))
      timer = window.setTimeout(() => dispatch({ type: 'tick' }), Math.max(0, nextDeadline - now()) + 1)
    if (state === before) return
    if (state.language !== before.language) showVisitLanguage()
    saveStaffState(event, state)
    // Subscribers find the room as the new scene requires.
    sceneApplier.apply(state, before)
    store.setState(toVisitStatus(state))
  }

  const showVisitLanguage = () => void showLanguage(state.language, (language) => language === state.language)

  const checkOpeningHours = () => {
    const isOpenNow = isOpen(exhibit, getDate())
    if (isOpenNow !== wasOpen) dispatch({ type: 'hours', open: isOpenNow })
    wasOpen = isOpenNow
    sceneApplier.updateAttractVolume(state)
  }

  showVisitLanguage()
  sceneApplier.apply(state, null)
  dispatch({ type: 'tick' })
  const storedStaffState = readStaffState()
  if (storedStaffState === 'paused') dispatch({ type: 'staffPause' })
  if (storedStaffState === 'closed') dispatch({ type: 'staffClose' })
  checkOpeningHours()
  window.setInterval(checkOpeningHours, CLOCK_POLL_INTERVAL_MS)
  watchHeadsetPresence(session, xrStore, Math.min(HEADSET_REMOVED_TIMEOUT_MS, rules.countdown), {
    onPutOn: () => dispatch({ type: 'headsetOn' }),
    onTakenOff: () => dispatch({ type: 'headsetOff' }),
    // Movement alone does not start a visit.
    onMove: () => countsAsVisit(state.scene) && dispatch({ type: 'touched' }),
    onPress: () => dispatch({ type: 'touched' }),
  })
  return { store, dispatch }
}

const readStaffState = (): string | null => {
  try {
    return sessionStorage.getItem(STAFF_STATE_KEY)
  } catch {
    return null
  }
}

/** Only the staff's decisions; opening hours apply again after a reload anyway. */
function saveStaffState({ type }: VisitEvent, { scene }: VisitState): void {
  try {
    if (type === 'staffPause') sessionStorage.setItem(STAFF_STATE_KEY, 'paused')
    else if (type === 'staffClose') sessionStorage.setItem(STAFF_STATE_KEY, 'closed')
    else if (scene !== 'paused' && scene !== 'closed') sessionStorage.removeItem(STAFF_STATE_KEY)
  } catch {
    // Storage is refused: a reload opens the exhibit again.
  }
}
