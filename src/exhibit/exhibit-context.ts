import type { StoreApi } from 'zustand/vanilla'
import type { BuiltExhibitConfig, Language } from '../../protocol/exhibit-config.ts'
import type { VisitScene } from '../../protocol/visit-scene.ts'
import type { FaultCounter } from '../kiosk/fault-counter.ts'
import type { RefusedPosts } from '../kiosk/refused-posts.ts'
import type { PageProblems } from '../kiosk/watchdog/page-problems.ts'
import type { Session } from '../session/session.ts'
import type { VolumeLimit } from './volume-limit.ts'

/** The public state of a visit; only the visit controller changes it. */
export type VisitStatus = {
  scene: VisitScene
  language: Language
  /** The song that is displayed or being opened. */
  song: string | null
  /** Number of the visit since the page was loaded; 0 before the first. */
  visit: number
  /** When the scene times out (`performance.now()`), or null. */
  until: number | null
  /** The headset was put on during this visit. */
  headset: boolean
}

/** Actions of visitors and staff. */
export type VisitAction =
  | { type: 'touched' }
  | { type: 'language'; language: Language }
  | { type: 'introSeen' }
  | { type: 'song'; key: string }
  | { type: 'nextSong' }
  | { type: 'headsetOn' }
  | { type: 'headsetOff' }
  | { type: 'staffPause' }
  | { type: 'staffResume' }
  | { type: 'staffClose' }
  /** Ends the visit at once. */
  | { type: 'reset' }

export type VisitController = { store: StoreApi<VisitStatus>; dispatch: (event: VisitAction) => void }

/** The parts of the exhibit that its screens and services share. */
export type ExhibitContext = {
  session: Session
  exhibit: BuiltExhibitConfig
  volumeLimit: VolumeLimit
  visitController: VisitController
  faults: FaultCounter
  refusedPosts: RefusedPosts
  problems: PageProblems
  /** See `readDeviceName`. */
  device: string
}
