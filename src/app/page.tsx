import { useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useTranslate } from '../i18n/i18n.ts'
import type { DemoSong } from '../session/demo-songs.ts'
import type { Session } from '../session/session.ts'
import { ErrorNote } from '../shared/error-note.tsx'
import { useFreeArea } from '../shared/use-free-area.ts'
import { AnalysisProgress } from './analysis-progress.tsx'
import { Drawer } from './drawer.tsx'
import { ExportProgress } from './export/export-progress.tsx'
import { FileChooser } from './file-chooser.tsx'
import { FullScreenButton } from './full-screen-button.tsx'
import { Hint } from './hint.tsx'
import { LiveRegion } from './live-region.tsx'
import type { LocalSongs } from './local-songs.ts'
import styles from './page.module.css'
import { chunkCardPart, spectrumStripPart, trustLegendPart } from './page-parts.ts'
import { PlayBar } from './play-bar.tsx'
import { ProgressLine } from './receding/progress-line.tsx'
import { useReceding } from './receding/use-receding.ts'
import { useStripShown } from './spectrogram/use-strip-shown.ts'
import { useLazyPart } from './use-lazy-part.ts'
import { ViewControls } from './view-controls.tsx'

type PageProps = { session: Session; songs: Promise<DemoSong[]>; localSongs: LocalSongs }

/** The flat page over the scene; it offers all that the panel in the headset does. */
export function Page({ session, songs, localSongs }: PageProps) {
  const t = useTranslate()
  const { title, artist, cover, outline, selected, trustShown } = useStore(session.store)
  const Legend = useLazyPart(trustLegendPart, trustShown, session)
  const [stripShown] = useStripShown(session)
  const Card = useLazyPart(chunkCardPart, selected !== null, session)
  const Strip = useLazyPart(spectrumStripPart, stripShown && outline.length > 0, session)
  const receded = useReceding(session)
  const [more, setMore] = useState(false)
  const page = useRef<HTMLElement>(null)
  useFreeArea(session, page)
  return (
    <main ref={page} className={styles.page} data-receded={receded || undefined} data-more={more || undefined}>
      <a className={styles.skip} href="#play">
        {t('page.skipToPlayer')}
      </a>
      <header className={styles.masthead} data-edge="top">
        <h1>songwalk</h1>
        {title !== '' && (
          <p className={styles.title}>
            {cover !== null && <img className={styles.cover} src={cover} alt="" />}
            <strong>{title}</strong>
            {artist !== '' && <span>{artist}</span>}
            {outline.length > 0 && <span>{t('common.chunks', { count: outline.length })}</span>}
          </p>
        )}
      </header>
      <Drawer session={session} songs={songs} localSongs={localSongs} />
      <div className={styles.tools} data-edge="top" data-extra="">
        <FileChooser localSongs={localSongs} />
        <FullScreenButton />
      </div>
      {Card && <Card session={session} />}
      <ErrorNote session={session} />
      <ExportProgress />
      <footer className={styles.controls}>
        <AnalysisProgress session={session} />
        <div className={styles.words} data-edge="bottom" data-stays="">
          <LiveRegion session={session} />
          <Hint session={session} />
        </div>
        {Legend && <Legend session={session} />}
        {Strip && <Strip session={session} />}
        <PlayBar session={session} more={more} onMore={setMore} />
        <ViewControls session={session} />
      </footer>
      <ProgressLine session={session} />
    </main>
  )
}
