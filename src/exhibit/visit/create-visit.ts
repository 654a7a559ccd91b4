import { createStore } from 'zustand/vanilla'
import type { BuiltExhibit } from '../../../protocol/exhibit-config.ts'
import { languagesOf, speak } from '../../i18n/i18n.ts'
import type { Session } from '../../session/session.ts'
import { xrStore } from '../../session/xr-session.ts'
import type { Faults, Flow, FlowState } from '../exhibit-context.ts'
import { furnish } from './apply-scene.ts'
import { watchHeadset } from './headset-presence.ts'
import { isOpen } from './opening-hours.ts'
import { begin, type Happening, isVisit, type Rules, type Stand, step } from './visit-reducer.ts'

const MINUTE_MS = 60_000
/** Putting a headset right takes less. */
const HEADSET_AWAY_MS = 4000
/** What the staff has closed or paused stays so when the page is loaded again. */
const KEPT = 'songwalk-staff'

const rulesOf = ({ songs, languages, timings }: BuiltExhibit): Rules => {
  const ms = (seconds = 0) => seconds * 1000
  return {
    songs: songs.map(({ key }) => key),
    languages: languagesOf(languages),
    reminder: ms(timings.reminder),
    countdown: ms(timings.countdown),
    visit: ms(timings.visit),
    ending: ms(timings.ending),
    attract: ms(timings.attract),
    intro: ms(timings.intro),
  }
}

const told = ({ scene, language, song, visit, until, headset }: Stand): FlowState => ({
  scene,
  language,
  song,
  visit,
  until,
  headset,
})

/** Leads visitors through the piece, from nobody to nobody. */
export function createFlow(
  session: Session,
  exhibit: BuiltExhibit,
  faults: Faults,
  today: () => Date = () => new Date(),
): Flow {
  const rules = rulesOf(exhibit)
  const now = () => performance.now()
  let stand = begin(rules, now())
  let open = true
  let timer = 0
  const store = createStore<FlowState>()(() => told(stand))
  const room = furnish(session, exhibit, faults, today, (event) => happen(event))

  const happen = (event: Happening) => {
    const before = stand
    stand = step(before, event, now(), rules)
    window.clearTimeout(timer)
    const next = Math.min(stand.until ?? Number.POSITIVE_INFINITY, isVisit(stand.scene) ? stand.limit : Infinity)
    if (Number.isFinite(next)) timer = window.setTimeout(() => happen({ type: 'tick' }), Math.max(0, next - now()) + 1)
    if (stand === before) return
    if (stand.language !== before.language) speak(stand.language)
    remember(event, stand)
    // Whoever hears of the new scene finds the room as it is then.
    room.follow(stand, before)
    store.setState(told(stand))
  }

  const lookAtClock = () => {
    const nowOpen = isOpen(exhibit.hours, today())
    if (nowOpen !== open) happen({ type: 'hours', open: nowOpen })
    open = nowOpen
    room.lookAtClock(stand)
  }

  speak(stand.language)
  room.follow(stand, null)
  happen({ type: 'tick' })
  const kept = sessionStorage.getItem(KEPT)
  if (kept === 'paused') happen({ type: 'staffPause' })
  if (kept === 'closed') happen({ type: 'staffClose' })
  lookAtClock()
  window.setInterval(lookAtClock, MINUTE_MS)
  watchHeadset(session, xrStore, Math.min(HEADSET_AWAY_MS, rules.countdown), {
    on: () => happen({ type: 'headsetOn' }),
    off: () => happen({ type: 'headsetOff' }),
    // Only what somebody does on purpose begins a visit.
    moved: () => isVisit(stand.scene) && happen({ type: 'touched' }),
    pressed: () => happen({ type: 'touched' }),
  })
  return { store, act: happen }
}

/** Only what the staff has decided; by the hours it closes by itself. */
function remember({ type }: Happening, { scene }: Stand): void {
  if (type === 'staffPause') sessionStorage.setItem(KEPT, 'paused')
  else if (type === 'staffClose') sessionStorage.setItem(KEPT, 'closed')
  else if (scene !== 'paused' && scene !== 'closed') sessionStorage.removeItem(KEPT)
}
