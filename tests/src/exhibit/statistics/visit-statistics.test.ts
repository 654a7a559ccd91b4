import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { defaultSettings } from '../../../../audio/song/song.ts'
import type { faultKinds } from '../../../../protocol/fault-kinds.ts'
import type { Visit } from '../../../../protocol/visit.ts'
import type { ExhibitContext, VisitStatus } from '../../../../src/exhibit/exhibit-context.ts'
import { createStaffStorage } from '../../../../src/exhibit/staff/staff-storage.ts'
import { createTouchHeatmap } from '../../../../src/exhibit/staff/touch-heatmap.ts'
import { createVolumeOverride } from '../../../../src/exhibit/staff/volume-override.ts'
import { createMemoryOutbox, type Outbox, type StoredOutboxEntry } from '../../../../src/exhibit/statistics/outbox.ts'
import { startVisitStatistics } from '../../../../src/exhibit/statistics/visit-statistics.ts'
import { createVolumeLimit } from '../../../../src/exhibit/volume-limit.ts'
import { createUiStore } from '../../../../src/session/create-ui-store.ts'
import { createSafeStorage } from '../../../../src/session/safe-storage.ts'
import { someChunks } from '../../../scenes/sample-chunks.ts'

const A = 'a'.repeat(16)
const B = 'b'.repeat(16)

const exhibit = { songs: [], volume: { cap: 0.5, attract: 0.1, quiet: [], hours: [] } }

let leaving: () => void
const newPiece = () => {
  const store = createUiStore(defaultSettings)
  const flow = createStore<VisitStatus>()(() => ({
    scene: 'attract',
    language: 'en',
    song: A,
    visit: 0,
    until: null,
    headset: false,
  }))
  const note = vi.fn<(kind: (typeof faultKinds)[number]) => void>()
  const prefer = vi.fn()
  const piece = {
    session: { store, actions: { setPreferences: prefer } },
    visitController: { store: flow, dispatch: () => {} },
    exhibit,
    volumeLimit: createVolumeLimit(exhibit),
    faults: { report: note, counts: () => ({}) },
    device: 'hall',
  } as unknown as ExhibitContext
  const hang = (count: number) => {
    store.setState({ outline: [] as never[], song: null, selected: null, grabbedChunk: null })
    store.setState({ outline: someChunks(count) as never[], song: {} as never })
  }
  return { piece, store, flow, note, prefer, hang }
}

let sent: Visit[]
const post = vi.fn(async (body: string) => {
  sent = [...sent, ...(JSON.parse(body) as Visit[])]
  return 'kept' as const
})
const latest = () => [...new Map(sent.map((visit) => [visit.receipt, visit])).values()]
const wait = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'performance', 'Date'] })
  sent = []
  post.mockClear()
  vi.stubGlobal('window', { addEventListener: (_: string, then: () => void) => (leaving = then) })
  vi.stubGlobal('navigator', {})
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a visit is sent each second with its songs and touches, and deleted from the device when stored', async () => {
  const { piece, store, flow, hang } = newPiece()
  const disk = new Map<string, StoredOutboxEntry>()
  startVisitStatistics(piece, createMemoryOutbox(disk), post)
  hang(20)
  store.setState({ selected: 3 })
  await wait(5)
  expect(post).not.toHaveBeenCalled()
  flow.setState({ scene: 'free', visit: 1 })
  await wait(0)
  expect(latest()).toHaveLength(1)
  store.setState({ selected: 4 })
  store.setState({ selected: 4, grabbedChunk: null })
  store.setState({ grabbedChunk: 4, selected: 4 })
  store.setState({ grabbedChunk: null })
  store.setState({ grabbedChunk: 5, selected: 5 })
  await wait(3)
  expect(latest()[0]).toMatchObject({
    length: 3,
    songs: [
      {
        key: A,
        touched: [
          [4, 2],
          [5, 1],
        ],
      },
    ],
  })
  // The next song is loading; the previous one is still in the room.
  flow.setState({ song: B })
  store.setState({ selected: 6 })
  await wait(1)
  hang(30)
  store.setState({ selected: 7, mode: 'walk' })
  await wait(2)
  flow.setState({ scene: 'attract' })
  await wait(0)
  expect(latest()).toHaveLength(1)
  expect(latest()[0]).toMatchObject({
    length: 6,
    modes: { roam: 4, walk: 2 },
    songs: [
      {
        key: A,
        seconds: 4,
        touched: [
          [4, 2],
          [5, 1],
          [6, 1],
        ],
      },
      { key: B, seconds: 2, touched: [[7, 1]] },
    ],
  })
  expect(disk.size).toBe(0)
  expect(post.mock.calls.length).toBeLessThan(12)
})

test('a closing page sends its visit, and the next page uploads what is left', async () => {
  const { piece, flow } = newPiece()
  const disk = new Map<string, StoredOutboxEntry>()
  startVisitStatistics(piece, createMemoryOutbox(disk), async () => 'gone')
  flow.setState({ scene: 'free', visit: 1 })
  await wait(1.5)
  const gone = vi.fn(async () => 'gone' as const)
  const closing = newPiece()
  const other = startVisitStatistics(closing.piece, createMemoryOutbox(new Map()), gone)
  closing.flow.setState({ scene: 'welcome', visit: 1 })
  await wait(0.5)
  leaving()
  expect(gone).toHaveBeenLastCalledWith(expect.stringContaining('"length":0.5'), true)
  expect((await other.readCounts()).visits).toBe(1)
  startVisitStatistics(newPiece().piece, createMemoryOutbox(disk), post)
  await wait(0)
  expect(latest().map(({ length }) => length)).toEqual([2])
})

test('without a server, visits stay on the device as counts and CSV', async () => {
  const { piece, flow } = newPiece()
  const { readCounts: counts, exportCsv: csv } = startVisitStatistics(piece, createMemoryOutbox(), async () => 'gone')
  for (const visit of [1, 2, 3]) {
    flow.setState({ scene: 'free', visit })
    await wait(2)
    flow.setState({ scene: 'attract' })
    await wait(1)
  }
  expect(await counts()).toMatchObject({ visits: 3, length: 6, languages: { en: 3 } })
  expect((await csv()).trim().split('\n')).toHaveLength(2)
})

test('a device without storage reports it once, and its visits are sent', async () => {
  const { piece, flow, note } = newPiece()
  const full = async () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
  const disk: Outbox = {
    put: full,
    listPending: full,
    acknowledge: full,
    finalizeOrphans: full,
    listVisits: full,
    foldIntoTotals: full,
    readTotals: full,
  }
  startVisitStatistics(piece, disk, post)
  flow.setState({ scene: 'free', visit: 1 })
  await wait(3)
  flow.setState({ scene: 'attract' })
  await wait(0)
  expect(latest()).toMatchObject([{ length: 3 }])
  expect(note.mock.calls).toEqual([['storage-full']])
})

test('the touch heatmap is shown until the end of the next visit', () => {
  const { piece, store, flow, hang } = newPiece()
  const heat = createTouchHeatmap(piece)
  hang(3)
  const song = (touched: [number, number][]) => ({ visits: 1, seconds: 1, touched })
  heat.show({
    songs: {
      [A]: song([
        [1, 4],
        [2, 1],
      ]),
      [B]: song([[0, 1]]),
    },
  } as never)
  expect(store.getState().touchHeatmap).toEqual([0, 1, 0.5])
  flow.setState({ song: B })
  hang(2)
  expect(store.getState().touchHeatmap).toEqual([1, 0])
  flow.setState({ scene: 'free' })
  expect(heat.isOn()).toBe(true)
  flow.setState({ scene: 'attract' })
  expect([heat.isOn(), store.getState().touchHeatmap]).toEqual([false, null])
})

test('the staff’s volume is kept across reloads until the end of the day', () => {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  }
  let day = 1
  const load = () => {
    const made = newPiece()
    return {
      ...made,
      level: createVolumeOverride(
        made.piece,
        createStaffStorage(createSafeStorage(storage)),
        () => new Date(2027, 2, day),
      ),
    }
  }
  const first = load()
  first.level.set(0.9)
  expect(first.prefer).toHaveBeenCalledWith({ volume: 0.9 })
  const again = load()
  expect(again.piece.volumeLimit.getState()).toBe(0.9)
  day = 2
  again.flow.setState({ scene: 'welcome' })
  expect(again.level.get()).toBe(0.5)
  expect(load().level.get()).toBe(0.5)
})
