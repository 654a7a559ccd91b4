import type { Counts } from '../../../protocol/live-messages.ts'
import type { Piece } from '../exhibit-context.ts'
import { createMemoryShelf, createSafeShelf, type Shelf } from './outbox.ts'
import { createVisitDatabase } from './outbox-database.ts'
import { visitsCsv } from './statistics-csv.ts'
import { count } from './statistics-totals.ts'
import { createSender, type Post, postVisits } from './uploader.ts'
import { createCounter } from './visit-tracker.ts'

/** What this device has counted and no server has taken. */
export type Counting = {
  counts: () => Promise<Counts>
  csv: () => Promise<string>
}

/** Milliseconds. */
const SECOND = 1000
/** As many visits wait whole on a device; older ones become totals. */
const MOST = 50_000

const randomReceipt = () =>
  [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Counts visits without watching anybody: docs/museum.md says what is counted, and what is not. */
export function countVisits(
  { flow, session, faults }: Piece,
  lasting: Shelf = createVisitDatabase(),
  post: Post = postVisits,
): Counting {
  const shelf = createSafeShelf(lasting, createMemoryShelf(), () => faults.note('storage-full'))
  const sender = createSender(shelf, post)
  const page = crypto.randomUUID()
  const clock = { date: () => Date.now(), ticks: () => performance.now() }
  const counter = createCounter(page, clock, randomReceipt, (entry) => {
    void shelf.put(entry).then(sender.poke)
    if (entry.final) void shelf.fold(MOST)
  })

  let song: string | null = null
  const follow = () => {
    const { scene, language, headset, visit } = flow.store.getState()
    counter.change({ scene, language, headset, mode: session.store.getState().mode, song }, visit)
  }
  flow.store.subscribe((now, before) => {
    if (now !== before) follow()
  })
  session.store.subscribe((now, before) => {
    if (now.outline !== before.outline) {
      song = now.outline.length > 0 ? flow.store.getState().song : null
      follow()
    } else if (now.mode !== before.mode) follow()
    // The same chunk again and again counts once: until another one is touched, or it is taken in the hand.
    const { selected, grabbedChunk: held } = now
    if (held !== null && held !== before.grabbedChunk) counter.touch(held)
    else if (selected !== null && selected !== before.selected) counter.touch(selected)
  })
  follow()
  setInterval(counter.tick, SECOND)
  window.addEventListener('pagehide', () => {
    const last = counter.last()
    counter.tick()
    if (last) void post(JSON.stringify([last]), true)
  })

  void adoptThoseOf(page, shelf).then(sender.poke)

  return {
    counts: async () => {
      const totals = await shelf.folded()
      for (const visit of await shelf.all()) count(totals, visit)
      return totals
    },
    csv: async () => visitsCsv(await shelf.all()),
  }
}

/** What pages left behind that were killed. A page that lives holds a lock, which the browser opens when it dies. */
async function adoptThoseOf(own: string, shelf: Shelf): Promise<void> {
  const { locks } = navigator
  void locks?.request(lockOf(own), () => new Promise(() => {}))
  const held = (await locks?.query().catch(() => null))?.held ?? []
  const living = new Set(held.map(({ name }) => name))
  await shelf.adopt((page) => page !== own && !living.has(lockOf(page)))
}

const lockOf = (page: string) => `songwalk-visits-${page}`
