import type { ReactNode } from 'react'
import type { Drawer } from '../../../scenes/state/scene-context.ts'
import { ExportPanel } from '../export/export-panel.tsx'
import { Gallery } from '../gallery/gallery.tsx'
import { SongMap } from '../map/song-map.tsx'
import { ComfortPanel } from './comfort-panel.tsx'
import { InfoPanel } from './info-panel.tsx'
import type { PanelProps } from './panel-props.ts'
import { SettingsPanel } from './settings-panel.tsx'

const PANELS: Record<Drawer, (props: PanelProps) => ReactNode> = {
  map: SongMap,
  settings: SettingsPanel,
  comfort: ComfortPanel,
  info: InfoPanel,
  songs: Gallery,
  save: ExportPanel,
}

/** What is in a drawer. */
export function DrawerContent({ name, ...props }: PanelProps & { name: Drawer }) {
  const Panel = PANELS[name]
  return <Panel {...props} />
}
