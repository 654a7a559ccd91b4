import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { ClassicLevel } from 'classic-level'
import type { Visit } from '../../protocol/visit.ts'
import { streamCounts, streamCsv } from '../../server/visits/stream-totals.ts'
import { openVisitsStore, type VisitsStore } from '../../server/visits/visits-store.ts'
import type { Report } from './report.ts'
import { MEASURED_RUNS } from './timing.ts'

const VISITS = 1_000_000
const SONGS = 60
const CHUNKS = 500
const LANGUAGES = ['en', 'ko', 'de', 'fr', 'es', 'ja', 'ar']
/** The visits of three years. */
const DAYS = 3 * 365
const MINUTES_A_DAY = 9 * 60
const NOW = Date.UTC(2030, 0, 1)

const songs = Array.from({ length: SONGS }, (_, i) => ({ key: i.toString(16).padStart(16, '0'), title: `Song ${i}` }))
const readKnown = async () => ({ songs: new Map(songs.map(({ key }) => [key, CHUNKS])), languages: new Set(LANGUAGES) })

/** Deterministic. */
function createVisit(i: number): Visit {
  const seconds = 30 + ((i * 37) % 400)
  const minute = Math.floor((i / VISITS) * DAYS * MINUTES_A_DAY)
  const day = Math.floor(minute / MINUTES_A_DAY)
  return {
    receipt: i.toString(16).padStart(16, '0'),
    began: NOW - (DAYS - day) * 86_400_000 + (9 * 60 + (minute % MINUTES_A_DAY)) * 60_000,
    length: seconds,
    language: LANGUAGES[i % 7] as string,
    headset: i % 3 === 0,
    modes: { ride: seconds, walk: 0, roam: 0 },
    songs: [0, 1].map((j) => ({
      key: (songs[(i * 7 + j) % SONGS] as { key: string }).key,
      seconds: seconds / 2,
      touched: [[(i * 13 + j) % CHUNKS, 1]],
    })),
  }
}

/** `npm run bench -- counts`: the counts of a museum after a million visits, and how long they keep others waiting. */
export async function benchmarkCounts(report: Report): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'songwalk-counts-'))
  const group = `${VISITS} visits, ${SONGS} songs`
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const measure = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    delay.reset()
    delay.enable()
    const start = performance.now()
    const result = await work()
    const seconds = (performance.now() - start) / 1000
    report.add({ group, what, seconds, blocked: delay.max / 1e9, mostlyBlocked: delay.percentile(99) / 1e9 })
    delay.disable()
    return result
  }
  const open = () => openVisitsStore(join(folder, 'visits'), { readKnown, now: () => NOW })
  try {
    const database = new ClassicLevel<string, string>(join(folder, 'visits'))
    for (let i = 0; i < VISITS; i += 1000)
      await database.batch(
        Array.from({ length: 1000 }, (_, j) => createVisit(i + j)).map((visit) => ({
          type: 'put',
          key: `visit!${visit.receipt}`,
          value: JSON.stringify(visit),
        })),
      )
    await database.close()
    const first = await measure('opening a store of version one', open)
    await measure('counting it meanwhile', first.whenCounted)
    await first.close()
    const visits: VisitsStore = await measure('opening', open)
    for (let run = 0; run < MEASURED_RUNS; run++) {
      await measure('the counts', () => text(Readable.from(streamCounts(visits.totals()))))
      await measure('the table', () => text(Readable.from(streamCsv(visits.totals(), songs))))
    }
    await measure('100 visits in 100 hours', () =>
      visits.put(Array.from({ length: 100 }, (_, i) => ({ ...createVisit(i * 9973), length: 1000 }))),
    )
    await measure('the daily copy', () => visits.checkAndCopy('2030-01-01'))
    await visits.close()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
