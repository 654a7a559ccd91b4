import { addVisit, createVisitTotals, type VisitTotals } from '../../protocol/visit-totals.ts'
import { createYielder } from '../yield-to-others.ts'
import { cleanVisit, isMadeUp, type KnownExhibit } from './clean-visit.ts'
import type { DailyCopies } from './daily-copies.ts'
import type { Change, LevelEntries } from './level-store.ts'
import { DERIVED_PREFIXES, formatAllSums, loadSums } from './stored-totals.ts'
import { parseVisit, VISIT_PREFIX } from './stored-visit.ts'

/** There once the sums stand beside the visits; version one did not write them. */
const FORMAT_KEY = 'totals!format'
const FORMAT = '2'
/** Visits that are kept but not counted, because no visitor can have made them. */
const ASIDE_PREFIX = 'aside!'
const CHANGES_PER_WRITE = 500
const MAX_VISITS_AT_START = 1000

type LoadOptions = {
  copies: DailyCopies
  known: KnownExhibit
  /** Milliseconds since 1970. */
  now: number
  rescue: { aside: string | null } | null
}
type LoadedTotals = { totals: VisitTotals; notes: string[] }

/**
 * The totals of a store, and what was mended, a sentence each.
 * @returns null for a store of version one that has many visits: `takeOverTotals` reads them all, while others are served
 * @throws if the store is damaged
 */
export async function loadTotals(entries: LevelEntries, options: LoadOptions): Promise<LoadedTotals | null> {
  const { copies, known, now, rescue } = options
  const [format] = await entries.get([FORMAT_KEY])
  if (rescue) {
    const expected = await copies.readCount()
    await addCopiedVisits(entries, copies)
    const totals = format === FORMAT ? await recountTotals(entries) : (await countCleaned(entries, known, now)).totals
    const were = expected > 0 ? ` of ${expected}` : ''
    const kept = rescue.aside ? `; the damaged store is kept in “${rescue.aside}”` : ''
    return { totals, notes: [`The counts were damaged: ${totals.all.visits}${were} visits could be read${kept}.`] }
  }
  if (format !== FORMAT) return (await hasManyVisits(entries)) ? null : takeOverTotals(entries, options)
  return { totals: await checkNoneMissing(await readSums(entries), copies), notes: [] }
}

/**
 * Reads a store of version one whole, once: what no visitor can have made is taken out of the counts.
 * @throws if the store is damaged, or the signal is aborted; the next time it begins anew
 */
export async function takeOverTotals(
  entries: LevelEntries,
  { copies, known, now }: Omit<LoadOptions, 'rescue'>,
  signal?: AbortSignal,
): Promise<LoadedTotals> {
  const { totals, takenOut } = await countCleaned(entries, known, now, signal)
  await checkNoneMissing(totals, copies)
  const sentence = `${takenOut} visits that nobody can have made were taken out of the counts; they are kept, but not counted.`
  return { totals, notes: takenOut > 0 ? [sentence] : [] }
}

async function checkNoneMissing(totals: VisitTotals, copies: DailyCopies): Promise<VisitTotals> {
  if (totals.all.visits < (await copies.readCount())) throw new Error('Visits are missing.')
  return totals
}

/** More than can be read before the first request. */
async function hasManyVisits(entries: LevelEntries): Promise<boolean> {
  let visits = 0
  for await (const batch of entries.list(VISIT_PREFIX)) {
    visits += batch.length
    if (visits > MAX_VISITS_AT_START) return true
  }
  return false
}

async function readSums(entries: LevelEntries): Promise<VisitTotals> {
  const totals = createVisitTotals()
  for (const prefix of DERIVED_PREFIXES)
    for await (const batch of entries.list(prefix)) for (const [key, text] of batch) loadSums(totals, key, text)
  return totals
}

/** Counts all visits anew, and stores their sums. */
export async function recountTotals(entries: LevelEntries): Promise<VisitTotals> {
  const totals = createVisitTotals()
  const yieldToOthers = createYielder()
  await removeSums(entries)
  for await (const batch of entries.list(VISIT_PREFIX))
    for (const [, text] of batch) {
      const visit = parseVisit(text)
      if (visit) addVisit(totals, visit)
      await yieldToOthers()
    }
  await writeSums(entries, totals)
  return totals
}

/** Moves visits that nobody can have made out of the counts, cleans the others, counts them, and stores their sums. */
async function countCleaned(
  entries: LevelEntries,
  known: KnownExhibit,
  now: number,
  signal?: AbortSignal,
): Promise<{ totals: VisitTotals; takenOut: number }> {
  const totals = createVisitTotals()
  let takenOut = 0
  const yieldToOthers = createYielder()
  await removeSums(entries)
  for await (const batch of entries.list(VISIT_PREFIX)) {
    signal?.throwIfAborted()
    const changes: Change[] = []
    for (const [key, text] of batch) {
      const visit = parseVisit(text)
      await yieldToOthers()
      if (!visit || isMadeUp(visit, known, now)) {
        takenOut++
        changes.push([key, null], [ASIDE_PREFIX + key.slice(VISIT_PREFIX.length), text])
        continue
      }
      const cleaned = cleanVisit(visit, visit.began, known, now)
      addVisit(totals, cleaned)
      const cleanedText = JSON.stringify(cleaned)
      if (cleanedText !== text) changes.push([key, cleanedText])
    }
    if (changes.length > 0) await entries.write(changes)
  }
  await writeSums(entries, totals)
  return { totals, takenOut }
}

async function removeSums(entries: LevelEntries): Promise<void> {
  await entries.write([[FORMAT_KEY, null]])
  for (const prefix of DERIVED_PREFIXES)
    for await (const batch of entries.list(prefix)) await entries.write(batch.map(([key]) => [key, null]))
}

async function writeSums(entries: LevelEntries, totals: VisitTotals): Promise<void> {
  let changes: Change[] = []
  const yieldToOthers = createYielder()
  for (const change of formatAllSums(totals)) {
    await yieldToOthers()
    changes.push(change)
    if (changes.length < CHANGES_PER_WRITE) continue
    await entries.write(changes)
    changes = []
  }
  await entries.write([...changes, [FORMAT_KEY, FORMAT]])
}

/** Adds the visits of the last daily copy that are missing, or longer there. */
async function addCopiedVisits(entries: LevelEntries, copies: DailyCopies): Promise<void> {
  let lines: string[] = []
  const addLines = async () => {
    const copied = lines.flatMap((line) => {
      const visit = parseVisit(line)
      return visit ? [{ key: VISIT_PREFIX + visit.receipt, line, visit }] : []
    })
    const stored = await entries.get(copied.map(({ key }) => key))
    const missing = copied.filter(({ visit }, i) => visit.length > (parseVisit(stored[i])?.length ?? -1))
    if (missing.length > 0) await entries.write(missing.map(({ key, line }) => [key, line]))
    lines = []
  }
  for await (const line of copies.readLast()) if (lines.push(line) >= CHANGES_PER_WRITE) await addLines()
  await addLines()
}
