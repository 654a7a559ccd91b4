import { useStore } from 'zustand'
import type { AnalysisStage } from '../../audio/analysis/analysis-types.ts'
import { useTranslate } from '../i18n/i18n.ts'
import type { DemoSong } from '../session/demo-songs.ts'
import type { Session } from '../session/session.ts'
import { ErrorNote } from '../shared/error-note.tsx'
import { Drawer } from './drawer.tsx'
import { ExportProgress } from './export/export-progress.tsx'
import { Hint } from './hint.tsx'
import { LiveRegion } from './live-region.tsx'
import { ChunkCard } from './panels/chunk-card.tsx'
import { TrustLegend } from './panels/trust-legend.tsx'
import { PlayBar } from './play-bar.tsx'
import { SongMenu } from './song-menu.tsx'
import { SpectrumStrip } from './spectrogram/spectrum-strip.tsx'
import { ViewControls } from './view-controls.tsx'

/** Stages of an analysis, in order. */
const STAGES: readonly AnalysisStage[] = ['decoding', 'resampling', 'spectrum', 'onsets', 'features', 'embedding']

/** The flat page over the scene; it offers all that the panel in the headset does. */
export function Page({ session, songs }: { session: Session; songs: Promise<DemoSong[]> }) {
  const t = useTranslate()
  const { title, artist, cover, outline } = useStore(session.store)
  return (
    <main className="page">
      <a className="skip" href="#play">
        {t('page.skipToPlayer')}
      </a>
      <header className="masthead">
        <h1>songwalk</h1>
        {title !== '' && (
          <p className="title">
            {cover !== null && <img className="cover" src={cover} alt="" />}
            <strong>{title}</strong>
            {artist !== '' && <span>{artist}</span>}
            {outline.length > 0 && <span>{t('common.chunks', { count: outline.length })}</span>}
          </p>
        )}
      </header>
      <SongMenu session={session} songs={songs} />
      <ChunkCard session={session} />
      <Drawer session={session} />
      <ErrorNote session={session} />
      <ExportProgress />
      <footer className="controls">
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

function AnalysisProgress({ session }: { session: Session }) {
  const t = useTranslate()
  const { stage, progress } = useStore(session.store)
  if (!stage) return null
  const whole = (STAGES.indexOf(stage) + progress) / STAGES.length
  return (
    <div className="progress">
      <span role="status">{t(`page.stages.${stage}`)}</span>
      <progress max={1} value={whole} aria-label={t('page.analysis')} />
      <button type="button" onClick={session.cancel}>
        {t('common.cancel')}
      </button>
    </div>
  )
}
