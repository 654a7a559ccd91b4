import * as v from 'valibot'
import { type FaultKind, faultKinds } from '../../../protocol/fault-kinds.ts'

/** The versions of the site on this device; stored by the service worker. */
const ReleaseStateSchema = v.object({
  /** The version that is shown; null: none is stored yet, and all files come from the network. */
  current: v.nullable(v.string()),
  /** The version before, until the current one is confirmed. */
  previous: v.nullable(v.string()),
  /** Downloaded, to be shown when the exhibit is idle. */
  waiting: v.nullable(v.string()),
  /** Pages opened with the current version while it is on trial; null: it is not. */
  trial: v.nullable(v.object({ pages: v.number() })),
  /** A page has confirmed that the current version works. */
  proven: v.boolean(),
  /** The last versions that were rolled back; they are not downloaded again. */
  bad: v.array(v.string()),
  /** Faults that are not reported to a page yet. */
  untold: v.array(v.picklist(faultKinds)),
  /** Recurring faults that are reported already. */
  complaints: v.array(v.string()),
})
export type ReleaseState = v.InferOutput<typeof ReleaseStateSchema>

export const emptyReleaseState: ReleaseState = {
  current: null,
  previous: null,
  waiting: null,
  trial: null,
  proven: false,
  bad: [],
  untold: [],
  complaints: [],
}

/** A version is rolled back when another page opens after these without a confirmation. */
const MAX_TRIAL_PAGES = 2
const MAX_BAD_VERSIONS = 20
const MAX_PENDING_FAULTS = 100

export function parseReleaseState(text: string): ReleaseState {
  try {
    const read = v.safeParse(ReleaseStateSchema, JSON.parse(text))
    return read.success ? read.output : emptyReleaseState
  } catch {
    return emptyReleaseState
  }
}

/** Whether a version of the server is neither stored nor bad. */
export const shouldDownload = ({ current, waiting, bad }: ReleaseState, version: string): boolean =>
  version !== current && version !== waiting && !bad.includes(version)

/** All files of a version are stored. */
export function markDownloaded(state: ReleaseState, version: string): ReleaseState {
  if (state.current === null) return { ...state, current: version }
  // The server has withdrawn the waiting version.
  if (version === state.current) return state.waiting === null ? state : { ...state, waiting: null }
  if (!shouldDownload(state, version)) return state
  return { ...state, waiting: version }
}

/** The exhibit is idle: shows the waiting version, on trial, unless another trial runs. */
export function activateRelease(state: ReleaseState): ReleaseState {
  const { current, waiting, trial } = state
  if (waiting === null || trial !== null) return state
  return { ...state, previous: current, current: waiting, waiting: null, trial: { pages: 0 }, proven: false }
}

/** A page opens. A version that was never confirmed cannot report idleness, so the waiting one replaces it now. */
export function recordPageOpened(state: ReleaseState): ReleaseState {
  const next = state.proven ? state : activateRelease(state)
  const { trial } = next
  if (!trial) return next
  return trial.pages >= MAX_TRIAL_PAGES ? rollBackRelease(next) : { ...next, trial: { pages: trial.pages + 1 } }
}

/** A page of this version has opened its song and draws frames. */
export function confirmRelease(state: ReleaseState, version: string): ReleaseState {
  if (version !== state.current || (state.proven && !state.trial)) return state
  return { ...state, previous: null, trial: null, proven: true }
}

/** Rolls back a version whose trial has expired. */
export const expireTrial = (state: ReleaseState, version: string): ReleaseState =>
  state.trial && state.trial.pages > 0 && state.current === version ? rollBackRelease(state) : state

function rollBackRelease(state: ReleaseState): ReleaseState {
  const { current, previous, bad } = state
  if (current === null || previous === null) return { ...state, trial: null }
  return queueFault(
    {
      ...state,
      current: previous,
      previous: null,
      trial: null,
      proven: false,
      bad: [...bad, current].slice(-MAX_BAD_VERSIONS),
    },
    'update-broken',
  )
}

/** Reports a fault to the next page that asks. */
const queueFault = (state: ReleaseState, kind: FaultKind): ReleaseState => ({
  ...state,
  untold: [...state.untold, kind].slice(-MAX_PENDING_FAULTS),
})

/** Reports a recurring fault once, until it is cleared. */
export function queueRecurringFault(state: ReleaseState, kind: FaultKind, about: string): ReleaseState {
  const complaint = `${kind} ${about}`
  if (state.complaints.includes(complaint)) return state
  return queueFault({ ...state, complaints: [...state.complaints, complaint].slice(-MAX_BAD_VERSIONS) }, kind)
}

export function clearRecurringFaults(state: ReleaseState): ReleaseState {
  return state.complaints.length === 0 ? state : { ...state, complaints: [] }
}

/** Versions that must not be pruned. */
export const listRetainedVersions = ({ current, previous, waiting }: ReleaseState): string[] =>
  [current, previous, waiting].filter((version) => version !== null)
