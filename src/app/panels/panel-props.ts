import type { DemoSong } from '../../session/demo-songs.ts'
import type { Session } from '../../session/session.ts'
import type { LocalSongs } from '../local-songs.ts'

/** What a drawer's content gets. */
export type PanelProps = { session: Session; songs: Promise<DemoSong[]>; localSongs: LocalSongs }
