import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { countsAsVisit } from '../../../protocol/visit-scene.ts'
import { localizeText, resolveLanguages } from '../../i18n/exhibit-languages.ts'
import { useTranslate } from '../../i18n/i18n.ts'
import { createWakeLock } from '../../kiosk/wake-lock.ts'
import { useFreeArea } from '../../shared/use-free-area.ts'
import hidden from '../../shared/visually-hidden.module.css'
import type { ExhibitContext } from '../exhibit-context.ts'
import { AttractScreen } from './attract-screen.tsx'
import { ClosedScreen } from './closed-screen.tsx'
import styles from './exhibit-page.module.css'
import { useVisitLanguage } from './use-visit-language.ts'
import { visitScreensPart } from './visit-screens-part.ts'
import { WelcomeScreen } from './welcome-screen.tsx'

/** The screens over the room. */
export function ExhibitPage({ exhibitContext }: { exhibitContext: ExhibitContext }) {
  const { exhibit, visitController } = exhibitContext
  const scene = useStore(visitController.store, (state) => state.scene)
  const language = useStore(visitController.store, (state) => state.language)
  const languages = useMemo(() => resolveLanguages(exhibit.languages), [exhibit])
  const title = localizeText(exhibit.title, language, languages[0] ?? 'en')
  useVisitorActivity(exhibitContext)
  useWakeLock(exhibitContext)
  const VisitScreens = useStore(visitScreensPart.store, ({ part }) => part)
  useEffect(() => {
    // What fails is tried again with the next scene, and by the prefetch.
    if (countsAsVisit(scene)) visitScreensPart.load().catch(() => {})
  }, [scene])
  const page = useRef<HTMLElement>(null)
  useFreeArea(exhibitContext.session, page)
  useVisitLanguage(exhibitContext, languages)
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <main ref={page} className={styles.page} data-scene={scene}>
      <SceneAnnouncer scene={scene} />
      {scene === 'attract' && <AttractScreen exhibitContext={exhibitContext} languages={languages} title={title} />}
      {scene === 'welcome' && <WelcomeScreen exhibitContext={exhibitContext} languages={languages} title={title} />}
      {VisitScreens && (
        <VisitScreens scene={scene} exhibitContext={exhibitContext} languages={languages} title={title} />
      )}
      {(scene === 'paused' || scene === 'closed') && (
        <ClosedScreen exhibitContext={exhibitContext} languages={languages} title={title} />
      )}
    </main>
  )
}

/** What screen readers announce when a scene begins. */
const SCENE_ANNOUNCEMENTS = {
  attract: 'welcome.begin',
  welcome: 'exhibit.chooseLanguage',
  intro: 'exhibit.intro.name',
  free: 'exhibit.room',
  reminder: 'exhibit.reminder.title',
  ending: 'exhibit.ending.title',
  paused: 'welcome.paused',
  closed: 'exhibit.closed.title',
} as const

function SceneAnnouncer({ scene }: { scene: keyof typeof SCENE_ANNOUNCEMENTS }) {
  const t = useTranslate()
  return (
    <p className={hidden.visuallyHidden} role="status">
      {t(SCENE_ANNOUNCEMENTS[scene])}
    </p>
  )
}

/** Reports input as activity of a visitor. Scenes that need a tap on their button handle it themselves. */
function useVisitorActivity({ visitController }: ExhibitContext) {
  useEffect(() => {
    let lastReportedAt = 0
    const handleEvent = (event: Event) => {
      const { scene } = visitController.store.getState()
      const now = performance.now()
      const needsTap = scene === 'attract' || scene === 'reminder'
      if (needsTap && event.type !== 'keydown') return
      if (!needsTap && now - lastReportedAt < 100) return
      lastReportedAt = now
      visitController.dispatch({ type: 'touched' })
    }
    const EVENT_NAMES = ['pointerdown', 'pointermove', 'wheel', 'keydown'] as const
    for (const name of EVENT_NAMES) window.addEventListener(name, handleEvent, { passive: true })
    return () => {
      for (const name of EVENT_NAMES) window.removeEventListener(name, handleEvent)
    }
  }, [visitController])
}

function useWakeLock({ visitController }: ExhibitContext) {
  useEffect(() => {
    const updateWakeLock = createWakeLock(() => visitController.store.getState().scene !== 'closed')
    updateWakeLock()
    return visitController.store.subscribe(updateWakeLock)
  }, [visitController])
}
