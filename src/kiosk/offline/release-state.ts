import * as v from 'valibot'
import { type FaultKind, faultKinds } from '../../../protocol/fault-kinds.ts'

/** Which versions of the site there are on this device, and which one is shown; kept by the service worker. */
const ReleaseStateSchema = v.object({
  /** Whole and shown; null: nothing is held yet, everything comes from the network. */
  current: v.nullable(v.string()),
  /** The one before, as long as the current one has not proved itself. */
  previous: v.nullable(v.string()),
  /** Whole, and shown from the next idle moment on. */
  waiting: v.nullable(v.string()),
  /** The current one is on trial, and so many pages have been opened with it. */
  trial: v.nullable(v.object({ pages: v.number() })),
  /** A page has told that the current one lives. */
  proven: v.boolean(),
  /** Never tried again; the last ones. */
  bad: v.array(v.string()),
  /** What went wrong while no page was there to be told. */
  untold: v.array(v.picklist(faultKinds)),
  /** What has been told already and is not over. */
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

/** A new version that so many pages were opened with, without one of them telling that it lives, is broken. */
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

/** Whether a version that the server offers is worth downloading. */
export const shouldDownload = ({ current, waiting, bad }: ReleaseState, version: string): boolean =>
  version !== current && version !== waiting && !bad.includes(version)

/** All files of a version are held, each as it should be. */
export function markDownloaded(versions: ReleaseState, version: string): ReleaseState {
  if (versions.current === null) return { ...versions, current: version }
  // The server has gone back to what is shown.
  if (version === versions.current) return versions.waiting === null ? versions : { ...versions, waiting: null }
  if (!shouldDownload(versions, version)) return versions
  return { ...versions, waiting: version }
}

/** Nobody is there: what waits is shown from now on, on trial. While one trial runs, no other begins. */
export function activateRelease(versions: ReleaseState): ReleaseState {
  const { current, waiting, trial } = versions
  if (waiting === null || trial !== null) return versions
  return { ...versions, previous: current, current: waiting, waiting: null, trial: { pages: 0 }, proven: false }
}

/** A page is about to be opened. What never lived cannot tell when nobody is there: it gives way to what waits. */
export function recordPageOpened(versions: ReleaseState): ReleaseState {
  const now = versions.proven ? versions : activateRelease(versions)
  const { trial } = now
  if (!trial) return now
  return trial.pages >= MAX_TRIAL_PAGES ? rollBackRelease(now) : { ...now, trial: { pages: trial.pages + 1 } }
}

/** A page of this version has its song and draws. */
export function confirmRelease(versions: ReleaseState, version: string): ReleaseState {
  if (version !== versions.current || (versions.proven && !versions.trial)) return versions
  return { ...versions, previous: null, trial: null, proven: true }
}

/** The time of a trial is over. */
export const expireTrial = (versions: ReleaseState, version: string): ReleaseState =>
  versions.trial && versions.trial.pages > 0 && versions.current === version ? rollBackRelease(versions) : versions

function rollBackRelease(versions: ReleaseState): ReleaseState {
  const { current, previous, bad } = versions
  if (current === null || previous === null) return { ...versions, trial: null }
  return queueFault(
    {
      ...versions,
      current: previous,
      previous: null,
      trial: null,
      proven: false,
      bad: [...bad, current].slice(-MAX_BAD_VERSIONS),
    },
    'update-broken',
  )
}

/** Something went wrong, for the next page that asks. */
const queueFault = (versions: ReleaseState, kind: FaultKind): ReleaseState => ({
  ...versions,
  untold: [...versions.untold, kind].slice(-MAX_PENDING_FAULTS),
})

/** Something goes wrong again and again: it is told once, until it is over. */
export function queueRecurringFault(versions: ReleaseState, kind: FaultKind, about: string): ReleaseState {
  const complaint = `${kind} ${about}`
  if (versions.complaints.includes(complaint)) return versions
  return queueFault({ ...versions, complaints: [...versions.complaints, complaint].slice(-MAX_BAD_VERSIONS) }, kind)
}

export function clearRecurringFaults(versions: ReleaseState): ReleaseState {
  return versions.complaints.length === 0 ? versions : { ...versions, complaints: [] }
}

/** All that must stay on the disk. */
export const listRetainedVersions = ({ current, previous, waiting }: ReleaseState): string[] =>
  [current, previous, waiting].filter((version) => version !== null)
