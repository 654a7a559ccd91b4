import { useStore } from 'zustand'
import type { AnalysisStage } from '../../audio/analysis/analysis-types.ts'
import type { DemoSong } from '../session/listed-songs.ts'
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

const STAGE_LABELS: Record<AnalysisStage, string> = {
  decoding: 'Reading the file',
  resampling: 'Listening',
  spectrum: 'Listening for timbre',
  onsets: 'Finding its sound events',
  features: 'Describing every chunk',
  embedding: 'Letting like float to like',
}
const STAGE_ORDER = Object.keys(STAGE_LABELS) as AnalysisStage[]

/** The flat page around the room: everything that can be done in the room can be done here. */
export function Page({ session, songs }: { session: Session; songs: Promise<DemoSong[]> }) {
  const { title, artist, cover, outline } = useStore(session.store)
  return (
    <main className="page">
      <a className="skip" href="#play">
        Skip to the player
      </a>
      <header className="masthead">
        <h1>songwalk</h1>
        {title !== '' && (
          <p className="title">
            {cover !== null && <img className="cover" src={cover} alt="" />}
            <strong>{title}</strong>
            {artist !== '' && <span>{artist}</span>}
            {outline.length > 0 && <span>{outline.length} chunks</span>}
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
  const { stage, progress } = useStore(session.store)
  if (!stage) return null
  const whole = (STAGE_ORDER.indexOf(stage) + progress) / STAGE_ORDER.length
  return (
    <div className="progress">
      <span role="status">{STAGE_LABELS[stage]}…</span>
      <progress max={1} value={whole} aria-label="Analysis" />
      <button type="button" onClick={session.cancel}>
        Cancel
      </button>
    </div>
  )
}
