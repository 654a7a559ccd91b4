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

type LoadOptions = {
  copies: DailyCopies
  known: KnownExhibit
  /** Milliseconds since 1970. */
  now: number
  rescue: { aside: string | null } | null
}

/**
 * The totals of a store, and what was mended, a sentence each. A store of version one is read whole once: what no
 * visitor can have made is taken out of the counts.
 * @throws if the store is damaged
 */
export async function loadTotals(
  entries: LevelEntries,
  { copies, known, now, rescue }: LoadOptions,
): Promise<{ totals: VisitTotals; notes: string[] }> {
  const expected = await copies.readCount()
  const [format] = await entries.get([FORMAT_KEY])
  if (rescue) {
    await addCopiedVisits(entries, copies)
    if (format !== FORMAT) await takeOutMadeUp(entries, known, now)
    const totals = await recountTotals(entries)
    const were = expected > 0 ? ` of ${expected}` : ''
    const kept = rescue.aside ? `; the damaged store is kept in “${rescue.aside}”` : ''
    return { totals, notes: [`The counts were damaged: ${totals.all.visits}${were} visits could be read${kept}.`] }
  }
  const takenOut = format === FORMAT ? 0 : await takeOutMadeUp(entries, known, now)
  const totals = format === FORMAT ? await readSums(entries) : await recountTotals(entries)
  if (totals.all.visits < expected) throw new Error('Visits are missing.')
  const sentence = `${takenOut} visits that nobody can have made were taken out of the counts; they are kept, but not counted.`
  return { totals, notes: takenOut > 0 ? [sentence] : [] }
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
  await entries.write([[FORMAT_KEY, null]])
  for (const prefix of DERIVED_PREFIXES)
    for await (const batch of entries.list(prefix)) await entries.write(batch.map(([key]) => [key, null]))
  for await (const batch of entries.list(VISIT_PREFIX)) {
    for (const [, text] of batch) {
      const visit = parseVisit(text)
      if (visit) addVisit(totals, visit)
    }
    await yieldToOthers()
  }
  let changes: Change[] = []
  for (const change of formatAllSums(totals)) {
    changes.push(change)
    if (changes.length < CHANGES_PER_WRITE) continue
    await entries.write(changes)
    changes = []
  }
  await entries.write([...changes, [FORMAT_KEY, FORMAT]])
  return totals
}

/** Moves visits that nobody can have made out of the counts, and cleans the others. @returns how many were moved */
async function takeOutMadeUp(entries: LevelEntries, known: KnownExhibit, now: number): Promise<number> {
  let count = 0
  const yieldToOthers = createYielder()
  for await (const batch of entries.list(VISIT_PREFIX)) {
    const changes: Change[] = []
    for (const [key, text] of batch) {
      const visit = parseVisit(text)
      if (!visit || isMadeUp(visit, known, now)) {
        count++
        changes.push([key, null], [ASIDE_PREFIX + key.slice(VISIT_PREFIX.length), text])
        continue
      }
      const cleaned = JSON.stringify(cleanVisit(visit, visit.began, known, now))
      if (cleaned !== text) changes.push([key, cleaned])
      await yieldToOthers()
    }
    if (changes.length > 0) await entries.write(changes)
  }
  return count
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
