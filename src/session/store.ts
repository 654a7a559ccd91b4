import { createStore } from 'zustand/vanilla'
import type { SongSettings } from '../../audio/song/song.ts'
import { nothingPlaced } from '../../scenes/state/ar-state.ts'
import { defaultPreferences, type Preferences } from '../../scenes/state/preferences.ts'
import type { RoomState } from '../../scenes/state/ui-store.ts'
import { xr } from '../i18n/languages/en.json'

const EMPTY_ROOM: Omit<RoomState, 'settings' | 'preferences'> = {
  phase: 'empty',
  stage: null,
  progress: 0,
  error: null,
  title: '',
  artist: '',
  cover: null,
  outline: [],
  song: null,
  duration: 0,
  playing: false,
  mode: 'roam',
  view: 'orbit',
  held: null,
  session: null,
  ar: nothingPlaced,
  selected: null,
  spectrum: null,
  stripShown: null,
  drawer: null,
  trustShown: false,
  heat: null,
  caption: null,
  songs: [],
  words: xr,
  languages: [],
  language: 'en',
}

export const createRoomStore = (settings: SongSettings, preferences: Preferences = defaultPreferences) =>
  createStore<RoomState>()(() => ({ ...EMPTY_ROOM, settings, preferences }))
