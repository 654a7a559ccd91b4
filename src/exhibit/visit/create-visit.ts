import { createStore } from 'zustand/vanilla'
import type { BuiltExhibitConfig } from '../../../protocol/exhibit-config.ts'
import { isOpen } from '../../../protocol/opening-hours.ts'
import { countsAsVisit } from '../../../protocol/visit-scene.ts'
import { resolveLanguages } from '../../i18n/all-languages.ts'
import { setLanguage } from '../../i18n/i18n.ts'
import type { FaultCounter } from '../../kiosk/faults.ts'
import type { Session } from '../../session/session.ts'
import { xrStore } from '../../session/xr-session.ts'
import type { VisitController, VisitStatus } from '../exhibit-context.ts'
import type { VolumeLimit } from '../volume-limit.ts'
import { createSceneApplier } from './apply-scene.ts'
import { watchHeadsetPresence } from './headset-presence.ts'
import { createVisitState, reduceVisit, type VisitEvent, type VisitRules, type VisitState } from './visit-reducer.ts'

const CLOCK_POLL_INTERVAL_MS = 60_000
/** Putting a headset right takes less. */
const HEADSET_REMOVED_TIMEOUT_MS = 4000
/** What the staff has closed or paused stays so when the page is loaded again. */
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

/** Leads visitors through the piece, from nobody to nobody. */
export function createVisitController(
  session: Session,
  exhibit: BuiltExhibitConfig,
  volumeLimit: VolumeLimit,
  faults: FaultCounter,
  today: () => Date = () => new Date(),
): VisitController {
  const rules = createVisitRules(exhibit)
  const now = () => performance.now()
  let stand = createVisitState(rules, now())
  let open = true
  let timer = 0
  const store = createStore<VisitStatus>()(() => toVisitStatus(stand))
  const room = createSceneApplier(session, exhibit, volumeLimit, faults, today, (event) => happen(event))

  const happen = (event: VisitEvent) => {
    const before = stand
    stand = reduceVisit(before, event, now(), rules)
    window.clearTimeout(timer)
    const next = Math.min(
      stand.until ?? Number.POSITIVE_INFINITY,
      countsAsVisit(stand.scene) ? stand.visitEndsAt : Infinity,
    )
    if (Number.isFinite(next)) timer = window.setTimeout(() => happen({ type: 'tick' }), Math.max(0, next - now()) + 1)
    if (stand === before) return
    if (stand.language !== before.language) setLanguage(stand.language)
    saveStaffState(event, stand)
    // Whoever hears of the new scene finds the room as it is then.
    room.apply(stand, before)
    store.setState(toVisitStatus(stand))
  }

  const lookAtClock = () => {
    const nowOpen = isOpen(exhibit.hours, today())
    if (nowOpen !== open) happen({ type: 'hours', open: nowOpen })
    open = nowOpen
    room.updateAttractVolume(stand)
  }

  setLanguage(stand.language)
  room.apply(stand, null)
  happen({ type: 'tick' })
  const kept = sessionStorage.getItem(STAFF_STATE_KEY)
  if (kept === 'paused') happen({ type: 'staffPause' })
  if (kept === 'closed') happen({ type: 'staffClose' })
  lookAtClock()
  window.setInterval(lookAtClock, CLOCK_POLL_INTERVAL_MS)
  watchHeadsetPresence(session, xrStore, Math.min(HEADSET_REMOVED_TIMEOUT_MS, rules.countdown), {
    onPutOn: () => happen({ type: 'headsetOn' }),
    onTakenOff: () => happen({ type: 'headsetOff' }),
    // Only what somebody does on purpose begins a visit.
    onMove: () => countsAsVisit(stand.scene) && happen({ type: 'touched' }),
    onPress: () => happen({ type: 'touched' }),
  })
  return { store, dispatch: happen }
}

/** Only what the staff has decided; by the hours it closes by itself. */
function saveStaffState({ type }: VisitEvent, { scene }: VisitState): void {
  if (type === 'staffPause') sessionStorage.setItem(STAFF_STATE_KEY, 'paused')
  else if (type === 'staffClose') sessionStorage.setItem(STAFF_STATE_KEY, 'closed')
  else if (scene !== 'paused' && scene !== 'closed') sessionStorage.removeItem(STAFF_STATE_KEY)
}
