import { isSpectatorPage } from '../page-kind.ts'
import { parseOfflineRelease, resolveReleaseFile } from './offline-release.ts'
import { downloadRelease, findCachedFile, pruneReleases, readReleaseState, writeReleaseState } from './release-cache.ts'
import {
  activateRelease,
  clearRecurringFaults,
  confirmRelease,
  emptyReleaseState,
  expireTrial,
  listRetainedVersions,
  markDownloaded,
  queueRecurringFault,
  type ReleaseState,
  recordPageOpened,
  shouldDownload,
} from './release-state.ts'
import type { PageToWorkerMessage, WorkerToPageMessage } from './worker-messages.ts'

/**
 * Stores the exhibit on this device, so that it starts and runs without network and server, and activates updates only
 * while the exhibit is idle. release-state.ts decides; this file acts.
 */
declare const self: ServiceWorkerGlobalScope

const scopeUrl = self.registration.scope
let releaseState: Promise<ReleaseState> | null = null
/** Time for a page to confirm a new version; pages can change it. */
let trialMs = 30_000
/** Between downloads of a version that failed. */
const DOWNLOAD_RETRY_MS = 600_000
let lastFailedDownload = { version: '', at: 0 }
/** All files of the current version were checked since this worker started. */
let currentVerified = false

self.addEventListener('install', (event) => {
  // The new worker serves the same files, so that it can replace the old one at once.
  event.waitUntil(self.skipWaiting())
})
self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim().then(checkForUpdate))
})

const getReleaseState = (): Promise<ReleaseState> => {
  releaseState ??= readReleaseState(caches).catch(() => emptyReleaseState)
  return releaseState
}

/** Changes the state, one step after another; each is written before it takes effect. */
async function updateReleaseState(
  step: (before: ReleaseState) => ReleaseState,
): Promise<[before: ReleaseState, after: ReleaseState]> {
  const before = getReleaseState()
  let change: [ReleaseState, ReleaseState] | undefined
  releaseState = before.then(async (now) => {
    const next = step(now)
    change = [now, next]
    // With a full disk the state lasts as long as this worker.
    if (next !== now) await writeReleaseState(caches, next).catch(() => {})
    return next
  })
  const after = await releaseState
  return change ?? [after, after]
}

async function postToAllClients(message: WorkerToPageMessage): Promise<void> {
  for (const client of await self.clients.matchAll()) client.postMessage(message)
}

/** Downloads a newer version, file by file. */
let pendingUpdateCheck: Promise<void> | null = null
const checkForUpdate = (): Promise<void> => {
  pendingUpdateCheck ??= downloadUpdate()
    .catch(() => {})
    .finally(() => {
      pendingUpdateCheck = null
    })
  return pendingUpdateCheck
}

async function downloadUpdate(): Promise<void> {
  const text = await fetch(new URL('release.json', scopeUrl), { cache: 'no-store', redirect: 'error' }).then(
    (response) => (response.ok ? response.text() : null),
    () => null,
  )
  // There is no server, or it has no releases.
  if (text === null) return
  const release = parseOfflineRelease(text)
  if (!release) {
    await updateReleaseState((now) => queueRecurringFault(now, 'update-broken', 'release.json'))
    return
  }
  const { version } = release
  const now = await getReleaseState()
  if (now.bad.includes(version)) return
  if (version === lastFailedDownload.version && Date.now() - lastFailedDownload.at < DOWNLOAD_RETRY_MS) return
  if (!shouldDownload(now, version) && currentVerified && now.waiting === null) return
  const outcome = await downloadRelease(
    release,
    caches,
    scopeUrl,
    (url) => fetch(url, { cache: 'no-store', redirect: 'error' }),
    throttleDownloads,
  )
  if (outcome === 'whole') {
    currentVerified = true
    const [before, after] = await updateReleaseState((now) => clearRecurringFaults(markDownloaded(now, version)))
    await pruneReleases(caches, listRetainedVersions(after))
    if (after.waiting !== null && after.waiting !== before.waiting) await postToAllClients({ type: 'waiting' })
  } else if (outcome !== 'away') {
    lastFailedDownload = { version, at: Date.now() }
    await updateReleaseState((now) =>
      queueRecurringFault(now, outcome === 'full' ? 'storage-full' : 'update-broken', version),
    )
  }
}

/** Pauses as long as the last download took: at least half of network and disk is free for visitors. */
let lastDownloadAt = 0
async function throttleDownloads(): Promise<void> {
  const took = performance.now() - lastDownloadAt
  await new Promise((resolve) => setTimeout(resolve, lastDownloadAt === 0 ? 0 : Math.min(1000, took)))
  lastDownloadAt = performance.now()
}

/** Reports faults once, to a page that counts them. */
async function postPendingFaults(page: Client): Promise<void> {
  const [{ untold }] = await updateReleaseState((now) => (now.untold.length > 0 ? { ...now, untold: [] } : now))
  if (untold.length > 0) page.postMessage({ type: 'faults', kinds: untold } satisfies WorkerToPageMessage)
}

self.addEventListener('message', (event) => {
  const message = event.data as PageToWorkerMessage
  if (message.type === 'check') event.waitUntil(handleCheck(event.source as Client))
  else if (message.type === 'idle') event.waitUntil(handleIdle(message.trial, event.source as Client))
  else if (message.type === 'alive') event.waitUntil(handleAlive(message.version, event.source as Client))
})

async function handleCheck(page: Client): Promise<void> {
  await postPendingFaults(page)
  await checkForUpdate()
  await postPendingFaults(page)
  if ((await getReleaseState()).waiting !== null) page.postMessage({ type: 'waiting' } satisfies WorkerToPageMessage)
}

async function handleIdle(trialTimeoutMs: number, page: Client): Promise<void> {
  if (!(await mayDecideUpdates(page))) return
  trialMs = trialTimeoutMs
  const [before, after] = await updateReleaseState(activateRelease)
  if (before !== after) await postToAllClients({ type: 'taken' })
}

/** A spectator's page does not know whether an exhibit's page beside it is idle or works. */
async function mayDecideUpdates({ url }: Client): Promise<boolean> {
  if (!isSpectatorPage(url)) return true
  return (await self.clients.matchAll({ type: 'window' })).every((other) => isSpectatorPage(other.url))
}

async function handleAlive(version: string, page: Client): Promise<void> {
  if (!(await mayDecideUpdates(page))) return
  const [before, after] = await updateReleaseState((now) => confirmRelease(now, version))
  if (before.trial && !after.trial) await pruneReleases(caches, listRetainedVersions(after))
}

/** Rolls back a version on trial unless a page confirms it in time. */
async function runTrialTimeout(version: string): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, trialMs))
  const [before, after] = await updateReleaseState((now) => expireTrial(now, version))
  if (before !== after) await reloadClients()
}

/** Pages of a broken version may be unable to reload themselves. */
async function reloadClients(): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window' })
  await Promise.all(windows.map((client) => client.navigate(client.url).catch(() => null)))
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET' || !request.url.startsWith(scopeUrl)) return
  const path = decodeURI(new URL(request.url).pathname.slice(new URL(scopeUrl).pathname.length))
  const navigation = request.mode === 'navigate'
  const file = resolveReleaseFile(path, navigation)
  if (file === null) return
  event.respondWith(respondToFetch(request, file, navigation, event))
})

async function respondToFetch(
  request: Request,
  file: string,
  navigation: boolean,
  event: FetchEvent,
): Promise<Response> {
  const now = navigation ? (await updateReleaseState(recordPageOpened))[1] : await getReleaseState()
  if (navigation) {
    if (now.trial && now.current !== null) event.waitUntil(runTrialTimeout(now.current))
    event.waitUntil(checkForUpdate())
  }
  // `cache: 'reload'` bypasses the stored files.
  if (request.cache === 'reload' && !navigation) {
    const fresh = await fetch(request).catch(() => null)
    if (fresh?.ok) return fresh
  }
  // A page of the previous version may still be open and request its own files.
  const found = await findCachedFile(caches, [now.current, now.previous], new URL(file, scopeUrl).href).catch(
    () => undefined,
  )
  return found ?? fetch(request)
}
