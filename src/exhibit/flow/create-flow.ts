import { createStore } from 'zustand/vanilla'
import type { BuiltExhibit } from '../../../exhibit/exhibit.ts'
import type { Session } from '../../session.ts'
import { openOneOf } from '../guard/open-exhibit-song.ts'
import type { Faults, Flow, FlowState } from '../piece.ts'

/** Leads visitors through the piece, from nobody to nobody. */
export function createFlow(session: Session, exhibit: BuiltExhibit, faults: Faults): Flow {
  const [song] = exhibit.songs
  const store = createStore<FlowState>()(() => ({
    scene: 'attract',
    language: exhibit.languages[0] ?? 'en',
    song: song?.key ?? null,
    visit: 0,
    until: null,
    headset: false,
  }))
  void openOneOf(session, exhibit.songs, song?.key ?? null, faults)
  // Stands in for the flow: a touch begins a visit and the music, a while without one ends both.
  let timer = 0
  window.addEventListener('pointerdown', () => {
    store.setState({ scene: 'free' })
    session.actions.play()
    clearTimeout(timer)
    const { reminder = 60, countdown = 15 } = exhibit.timings
    timer = window.setTimeout(() => store.setState({ scene: 'attract' }), (reminder + countdown) * 1000)
  })
  return {
    store,
    act: (event) => {
      if (event.type === 'touched') store.setState({ scene: 'free' })
    },
  }
}
