import { isSpectatorPage } from '../page-kind.ts'
import { find, hold, readVersions, tidy, writeVersions } from './release-cache.ts'
import { fileFor, parseRelease } from './release-files.ts'
import {
  alive,
  arrived,
  complain,
  expired,
  held,
  isWanted,
  noComplaints,
  noVersions,
  opened,
  take,
  type Versions,
} from './release-state.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

/**
 * Holds all of the piece on this device, so that it starts and runs with neither network nor server, and takes updates
 * only while nobody is there. What to do is decided in release/versions.ts; here it is done.
 */
declare const self: ServiceWorkerGlobalScope

const base = self.registration.scope
let versions: Promise<Versions> | null = null
/** Milliseconds a new version has to prove itself; the page may say otherwise. */
let trial = 30_000
/** What could not be held is not downloaded again all the time; milliseconds. */
const AGAIN = 600_000
let failed = { version: '', at: 0 }
/** The current version is known to be whole since this worker has started. */
let looked = false

self.addEventListener('install', (event) => {
  // A worker's own newer version holds the same files: nothing changes for who is looking.
  event.waitUntil(self.skipWaiting())
})
self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim().then(check))
})

const known = (): Promise<Versions> => {
  versions ??= readVersions(caches).catch(() => noVersions)
  return versions
}

/** One after another: each change sees the one before, and is written before anybody acts on it. */
async function change(step: (before: Versions) => Versions): Promise<[before: Versions, after: Versions]> {
  const before = known()
  let told: [Versions, Versions] | undefined
  versions = before.then(async (now) => {
    const next = step(now)
    told = [now, next]
    // On a full disk it holds as long as this worker lives.
    if (next !== now) await writeVersions(caches, next).catch(() => {})
    return next
  })
  const after = await versions
  return told ?? [after, after]
}

async function tellAll(message: FromWorker): Promise<void> {
  for (const client of await self.clients.matchAll()) client.postMessage(message)
}

/** Looks for a newer version, and gets it file by file. */
let checking: Promise<void> | null = null
const check = (): Promise<void> => {
  checking ??= lookForUpdate()
    .catch(() => {})
    .finally(() => {
      checking = null
    })
  return checking
}

async function lookForUpdate(): Promise<void> {
  const text = await fetch(new URL('release.json', base), { cache: 'no-store', redirect: 'error' }).then(
    (response) => (response.ok ? response.text() : null),
    () => null,
  )
  // No server, or one that has no releases.
  if (text === null) return
  const release = parseRelease(text)
  if (!release) {
    await change((now) => complain(now, 'update-broken', 'release.json'))
    return
  }
  const { version } = release
  const now = await known()
  if (now.bad.includes(version)) return
  if (version === failed.version && Date.now() - failed.at < AGAIN) return
  if (!isWanted(now, version) && looked && now.waiting === null) return
  const outcome = await hold(release, caches, base, (url) => fetch(url, { cache: 'no-store', redirect: 'error' }), rest)
  if (outcome === 'whole') {
    looked = true
    const [before, after] = await change((now) => noComplaints(arrived(now, version)))
    await tidy(caches, held(after))
    if (after.waiting !== null && after.waiting !== before.waiting) await tellAll({ type: 'waiting' })
  } else if (outcome !== 'away') {
    failed = { version, at: Date.now() }
    await change((now) => complain(now, outcome === 'full' ? 'storage-full' : 'update-broken', version))
  }
}

/** As long as the last file took: downloads never have all of a visitor's network and disk. */
let lastRest = 0
async function rest(): Promise<void> {
  const took = performance.now() - lastRest
  await new Promise((resolve) => setTimeout(resolve, lastRest === 0 ? 0 : Math.min(1000, took)))
  lastRest = performance.now()
}

/** Told once, to a page that counts. */
async function tellFaults(page: Client): Promise<void> {
  const [{ untold }] = await change((now) => (now.untold.length > 0 ? { ...now, untold: [] } : now))
  if (untold.length > 0) page.postMessage({ type: 'faults', kinds: untold } satisfies FromWorker)
}

self.addEventListener('message', (event) => {
  const message = event.data as ToWorker
  if (message.type === 'check') event.waitUntil(answerCheck(event.source as Client))
  else if (message.type === 'idle') event.waitUntil(takeWaiting(message.trial, event.source as Client))
  else if (message.type === 'alive') event.waitUntil(confirm(message.version, event.source as Client))
})

async function answerCheck(page: Client): Promise<void> {
  await tellFaults(page)
  await check()
  await tellFaults(page)
  if ((await known()).waiting !== null) page.postMessage({ type: 'waiting' } satisfies FromWorker)
}

async function takeWaiting(patience: number, page: Client): Promise<void> {
  if (!(await decides(page))) return
  trial = patience
  const [before, after] = await change(take)
  if (before !== after) await tellAll({ type: 'taken' })
}

/** A spectator's page neither knows whether anybody is at a piece beside it, nor whether that lives. */
async function decides({ url }: Client): Promise<boolean> {
  if (!isSpectatorPage(url)) return true
  return (await self.clients.matchAll({ type: 'window' })).every((other) => isSpectatorPage(other.url))
}

async function confirm(version: string, page: Client): Promise<void> {
  if (!(await decides(page))) return
  const [before, after] = await change((now) => alive(now, version))
  if (before.trial && !after.trial) await tidy(caches, held(after))
}

/** A page that is opened with a version on trial has so long to tell that it lives; otherwise the last one comes back. */
async function watchTrial(version: string): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, trial))
  const [before, after] = await change((now) => expired(now, version))
  if (before !== after) await showAgain()
}

/** What was wrong may not be able to reload by itself. */
async function showAgain(): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window' })
  await Promise.all(windows.map((client) => client.navigate(client.url).catch(() => null)))
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET' || !request.url.startsWith(base)) return
  const path = decodeURI(new URL(request.url).pathname.slice(new URL(base).pathname.length))
  const navigation = request.mode === 'navigate'
  const file = fileFor(path, navigation)
  if (file === null) return
  event.respondWith(answer(request, file, navigation, event))
})

async function answer(request: Request, file: string, navigation: boolean, event: FetchEvent): Promise<Response> {
  const now = navigation ? (await change(opened))[1] : await known()
  if (navigation) {
    if (now.trial && now.current !== null) event.waitUntil(watchTrial(now.current))
    event.waitUntil(check())
  }
  // Whoever insists does not trust what is held.
  if (request.cache === 'reload' && !navigation) {
    const fresh = await fetch(request).catch(() => null)
    if (fresh?.ok) return fresh
  }
  // A page of the version before may still be there, and asks for its own parts.
  const found = await find(caches, [now.current, now.previous], new URL(file, base).href).catch(() => undefined)
  return found ?? fetch(request)
}
