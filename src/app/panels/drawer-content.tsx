import type { ReactNode } from 'react'
import type { Drawer } from '../../../scenes/state/scene-context.ts'
import type { Session } from '../../session/session.ts'
import { ExportPanel } from '../export/export-panel.tsx'
import { SongMap } from '../map/song-map.tsx'
import { ComfortPanel } from './comfort-panel.tsx'
import { InfoPanel } from './info-panel.tsx'
import { LibraryPanel } from './library-panel.tsx'
import { SettingsPanel } from './settings-panel.tsx'

const PANELS: Record<Drawer, (props: { session: Session }) => ReactNode> = {
  map: SongMap,
  settings: SettingsPanel,
  comfort: ComfortPanel,
  info: InfoPanel,
  songs: LibraryPanel,
  save: ExportPanel,
}

/** What is in a drawer. */
export function DrawerContent({ name, session }: { name: Drawer; session: Session }) {
  const Panel = PANELS[name]
  return <Panel session={session} />
}
