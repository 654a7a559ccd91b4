import { createStore } from 'zustand/vanilla'
import { SongError } from '../../../audio/song-error.ts'
import type { BuiltExhibitConfig } from '../../../protocol/exhibit-config.ts'
import { defaultPreferences, type Preferences } from '../../../scenes/state/preferences.ts'
import type { SongLibrary } from '../../session/library/song-library.ts'
import type { PreferenceStorage } from '../../session/preference-storage.ts'
import type { VolumeLimit } from '../volume-limit.ts'

/** How every visit begins. Captions and spoken words are English only. */
export const createExhibitPreferences = (
  { palette }: Pick<BuiltExhibitConfig, 'palette'>,
  volumeLimit: VolumeLimit,
): Preferences => ({ ...defaultPreferences, palette, volume: volumeLimit.getState() })

/** Nothing outlives a visit, and nothing is louder than the house allows. */
export const createExhibitPreferencesStorage = (
  exhibit: Pick<BuiltExhibitConfig, 'palette'>,
  volumeLimit: VolumeLimit,
): PreferenceStorage => ({
  read: () => createExhibitPreferences(exhibit, volumeLimit),
  write: (requested) => ({ ...requested, volume: Math.min(requested.volume, volumeLimit.getState()) }),
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
