import type { Counts } from '../../../protocol/live-messages.ts'
import type { Piece } from '../exhibit-context.ts'
import { heatOf } from '../statistics/statistics-totals.ts'
import { isVisit } from '../statistics/visit-record.ts'

/** Lets the curator see which chunks are touched most; it is over at the end of the next visit, lest it is forgotten. */
export function createHeat({ flow, session }: Piece) {
  const { store } = session
  let counts: Counts | null = null
  const show = () => {
    const { song, outline } = store.getState()
    const key = flow.store.getState().song
    const heat = counts && song && key ? heatOf(counts.songs[key]?.touched ?? [], outline.length) : null
    store.setState({ touchHeatmap: heat })
  }
  store.subscribe((now, before) => {
    if (counts && now.song !== before.song) show()
  })
  flow.store.subscribe((now, before) => {
    if (!counts || !isVisit(before.scene) || isVisit(now.scene)) return
    counts = null
    show()
  })
  return {
    isOn: () => counts !== null,
    /** Null: off. */
    set: (next: Counts | null) => {
      counts = next
      show()
    },
  }
}
export type Heat = ReturnType<typeof createHeat>
