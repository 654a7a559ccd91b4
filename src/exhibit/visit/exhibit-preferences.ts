import { createStore } from 'zustand/vanilla'
import { SongError } from '../../../audio/song-error.ts'
import type { BuiltExhibitConfig } from '../../../protocol/exhibit-config.ts'
import { defaultPreferences, type Preferences } from '../../../scenes/state/preferences.ts'
import type { SongLibrary } from '../../session/library/song-library.ts'
import type { PreferenceStorage } from '../../session/preferences-storage.ts'

/** How every visit begins. Captions and spoken words are English only. */
export const createExhibitPreferences = ({
  palette,
  volume,
}: Pick<BuiltExhibitConfig, 'palette' | 'volume'>): Preferences => ({
  ...defaultPreferences,
  palette,
  volume: volume.cap ?? 1,
})

/** Nothing outlives a visit, and nothing is louder than the house allows. */
export const createExhibitPreferencesStorage = (
  exhibit: Pick<BuiltExhibitConfig, 'palette' | 'volume'>,
): PreferenceStorage => ({
  read: () => createExhibitPreferences(exhibit),
  write: (wanted) => ({ ...wanted, volume: Math.min(wanted.volume, exhibit.volume.cap ?? 1) }),
})

/** Remembers no song: all of them are in the exhibit. */
export const createEmptySongLibrary = (): SongLibrary => ({
  recentSongs: createStore<Awaited<never[]>>()(() => []),
  isAvailable: false,
  refresh: async () => {},
  loadCached: async () => null,
  save: async () => {},
  loadFile: () => Promise.reject(new SongError('fileNotStored')),
  remove: async () => {},
  clear: async () => {},
})
