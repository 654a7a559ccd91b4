import type { Counts } from '../../../protocol/counts.ts'
import { countsAsVisit } from '../../../protocol/visit-scene.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import { computeTouchHeat } from '../statistics/touch-heat.ts'

/** Colors chunks by how often they were touched, until the end of the next visit. */
export function createTouchHeatmap({ visitController, session }: ExhibitContext) {
  const { store } = session
  let counts: Counts | null = null
  const update = () => {
    const { song, outline } = store.getState()
    const key = visitController.store.getState().song
    const heat = counts && song && key ? computeTouchHeat(counts.songs[key]?.touched ?? [], outline.length) : null
    store.setState({ touchHeatmap: heat })
  }
  store.subscribe((now, before) => {
    if (counts && now.song !== before.song) update()
  })
  visitController.store.subscribe((now, before) => {
    if (!counts || !countsAsVisit(before.scene) || countsAsVisit(now.scene)) return
    counts = null
    update()
  })
  return {
    isOn: () => counts !== null,
    /** @param next null turns it off */
    show: (next: Counts | null) => {
      counts = next
      update()
    },
  }
}
export type TouchHeatmap = ReturnType<typeof createTouchHeatmap>
