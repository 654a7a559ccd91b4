import { useStore } from 'zustand'
import { useTranslate } from '../i18n/i18n.ts'
import type { DemoSong } from '../session/demo-songs.ts'
import type { Session } from '../session/session.ts'
import { ErrorNote } from '../shared/error-note.tsx'
import { AnalysisProgress } from './analysis-progress.tsx'
import { Drawer } from './drawer.tsx'
import { ExportProgress } from './export/export-progress.tsx'
import { Hint } from './hint.tsx'
import { LiveRegion } from './live-region.tsx'
import type { LocalSongs } from './local-songs.ts'
import styles from './page.module.css'
import { ChunkCard } from './panels/chunk-card.tsx'
import { TrustLegend } from './panels/trust-legend.tsx'
import { PlayBar } from './play-bar.tsx'
import { SongMenu } from './song-menu.tsx'
import { SpectrumStrip } from './spectrogram/spectrum-strip.tsx'
import { ViewControls } from './view-controls.tsx'

type PageProps = { session: Session; songs: Promise<DemoSong[]>; localSongs: LocalSongs }

/** The flat page over the scene; it offers all that the panel in the headset does. */
export function Page({ session, songs, localSongs }: PageProps) {
  const t = useTranslate()
  const { title, artist, cover, outline } = useStore(session.store)
  return (
    <main className={styles.page}>
      <a className={styles.skip} href="#play">
        {t('page.skipToPlayer')}
      </a>
      <header className={styles.masthead}>
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
      <SongMenu session={session} songs={songs} localSongs={localSongs} />
      <ChunkCard session={session} />
      <Drawer session={session} />
      <ErrorNote session={session} />
      <ExportProgress />
      <footer className={styles.controls}>
        <AnalysisProgress session={session} />
        <LiveRegion session={session} />
        <Hint session={session} />
        <TrustLegend session={session} />
        <SpectrumStrip session={session} />
        <PlayBar session={session} />
        <ViewControls session={session} />
      </footer>
    </main>
  )
}
