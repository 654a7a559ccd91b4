import { createStore } from 'zustand/vanilla'
import { SongError } from '../../../audio/song-error.ts'
import type { BuiltExhibitConfig } from '../../../protocol/exhibit-config.ts'
import { defaultPreferences, type Preferences } from '../../../scenes/state/preferences.ts'
import type { SongLibrary } from '../../session/library/song-library.ts'
import type { PreferenceStorage } from '../../session/preference-storage.ts'
import type { VolumeLimit } from '../volume-limit.ts'

/** The preferences at the start of each visit. */
export const createExhibitPreferences = (
  { palette, sound }: Pick<BuiltExhibitConfig, 'palette' | 'sound'>,
  volumeLimit: VolumeLimit,
): Preferences => ({
  ...defaultPreferences,
  palette,
  output: sound.output === 'headphones' ? 'headphones' : 'loudspeakers',
  evenLoudness: sound.even,
  volume: volumeLimit.getState(),
})

/** Stores nothing, and limits the volume. */
export const createExhibitPreferencesStorage = (
  exhibit: Pick<BuiltExhibitConfig, 'palette' | 'sound'>,
  volumeLimit: VolumeLimit,
): PreferenceStorage => ({
  read: () => createExhibitPreferences(exhibit, volumeLimit),
  write: (requested) => ({ ...requested, volume: Math.min(requested.volume, volumeLimit.getState()) }),
})

/** The exhibit page stores no songs. */
export const createEmptySongLibrary = (): SongLibrary => ({
  recentSongs: createStore<Awaited<never[]>>()(() => []),
  isAvailable: false,
  refresh: async () => {},
  loadCached: async () => null,
  save: async () => {},
  loadFile: () => Promise.reject(new SongError('fileNotStored')),
  loadForm: async () => null,
  remove: async () => {},
  clear: async () => {},
})
