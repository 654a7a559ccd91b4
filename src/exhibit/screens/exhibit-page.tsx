import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { languagesOf, told, useWords } from '../../i18n/i18n.ts'
import { keepAwake } from '../../kiosk/lock-down.ts'
import type { Piece } from '../exhibit-context.ts'
import { Attract } from './attract-screen.tsx'
import { Ending, Still } from './closed-screen.tsx'
import { Free } from './explore-screen.tsx'
import { Reminder } from './idle-warning.tsx'
import { Intro } from './intro-screen.tsx'
import { useRoomLanguage } from './use-xr-language.ts'
import { Welcome } from './welcome-screen.tsx'

/** What visitors see over the room. */
export function ExhibitPage({ piece }: { piece: Piece }) {
  const { exhibit, flow } = piece
  const scene = useStore(flow.store, (state) => state.scene)
  const language = useStore(flow.store, (state) => state.language)
  const languages = useMemo(() => languagesOf(exhibit.languages), [exhibit])
  const title = told(exhibit.title, language, languages[0] ?? 'en')
  useActivity(piece)
  useWakeLock(piece)
  useRoomName(piece, language)
  useRoomLanguage(piece, languages)
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <main className="exhibit" data-scene={scene}>
      <Announcer scene={scene} />
      {scene === 'attract' && <Attract piece={piece} languages={languages} title={title} />}
      {scene === 'welcome' && <Welcome piece={piece} languages={languages} title={title} />}
      {scene === 'intro' && <Intro piece={piece} />}
      {(scene === 'free' || scene === 'reminder') && (
        <Free piece={piece} languages={languages} title={title} covered={scene === 'reminder'} />
      )}
      {scene === 'reminder' && <Reminder piece={piece} />}
      {scene === 'ending' && <Ending />}
      {(scene === 'paused' || scene === 'closed') && <Still piece={piece} languages={languages} title={title} />}
    </main>
  )
}

/** What a scene begins with, for whoever has the page read out. */
const SAID = {
  attract: 'begin',
  welcome: 'choose',
  intro: 'intro.name',
  free: 'room',
  reminder: 'reminder.title',
  ending: 'ending.title',
  paused: 'paused.title',
  closed: 'closed.title',
} as const

function Announcer({ scene }: { scene: keyof typeof SAID }) {
  const t = useWords()
  return (
    <p className="visually-hidden" role="status">
      {t(SAID[scene])}
    </p>
  )
}

/** Whatever a visitor does says that somebody is there. Scenes that wait for a touch take it themselves. */
function useActivity({ flow }: Piece) {
  useEffect(() => {
    let last = 0
    const notice = (event: Event) => {
      const { scene } = flow.store.getState()
      const now = performance.now()
      const waiting = scene === 'attract' || scene === 'reminder'
      if (waiting && event.type !== 'keydown') return
      if (!waiting && now - last < 100) return
      last = now
      flow.act({ type: 'touched' })
    }
    const kinds = ['pointerdown', 'pointermove', 'wheel', 'keydown'] as const
    for (const kind of kinds) window.addEventListener(kind, notice, { passive: true })
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, notice)
    }
  }, [flow])
}

function useWakeLock({ flow }: Piece) {
  useEffect(() => {
    const look = keepAwake(() => flow.store.getState().scene !== 'closed')
    look()
    return flow.store.subscribe(look)
  }, [flow])
}

/** The room tells what it is in English, whenever its view changes; here it does so in the visitor's language. */
function useRoomName({ session: { live, store } }: Piece, language: string) {
  const t = useWords()
  const view = useStore(store, (state) => state.view)
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what its name depends on.
  useEffect(() => {
    const name = () => {
      const canvas = live.stage?.().gl.domElement
      canvas?.setAttribute('aria-label', t('room'))
      canvas?.removeAttribute('aria-description')
    }
    const timer = window.setTimeout(name, 100)
    return () => window.clearTimeout(timer)
  }, [live, view, language])
}
