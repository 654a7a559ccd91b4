import type { StoreApi } from 'zustand/vanilla'
import type { BuiltExhibitConfig, Language } from '../../protocol/exhibit-config.ts'
import type { VisitScene } from '../../protocol/visit-scene.ts'
import type { FaultCounter } from '../kiosk/faults.ts'
import type { Session } from '../session/session.ts'
import type { VolumeLimit } from './volume-limit.ts'

/** Where a visit stands: discrete, changed by the flow alone. */
export type VisitStatus = {
  scene: VisitScene
  language: Language
  /** The song that is shown or on its way. */
  song: string | null
  /** Grows by one with every visit; 0 before the first. */
  visit: number
  /** When the scene ends by itself (`performance.now()`), or null. */
  until: number | null
  /** The headset is worn in this visit, or was. */
  headset: boolean
}

/** What happens to a visit; most of it is done by visitors. */
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
  /** Gives the visit up at once: the next person begins anew. */
  | { type: 'reset' }

export type VisitController = { store: StoreApi<VisitStatus>; dispatch: (event: VisitAction) => void }

/** Everything that makes up the piece in the museum; its parts get it whole. */
export type ExhibitContext = {
  session: Session
  exhibit: BuiltExhibitConfig
  volumeLimit: VolumeLimit
  visitController: VisitController
  faults: FaultCounter
  /** What technicians call this device. */
  device: string
}
