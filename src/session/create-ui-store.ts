import { createStore } from 'zustand/vanilla'
import type { SongSettings } from '../../audio/song/song.ts'
import { initialArState } from '../../scenes/state/ar-state.ts'
import { defaultPreferences, type Preferences } from '../../scenes/state/preferences.ts'
import type { UiState } from '../../scenes/state/scene-context.ts'
import { FALLBACK_LANGUAGE, getXRLabels } from '../i18n/i18n.ts'

const INITIAL_UI_STATE: Omit<UiState, 'settings' | 'preferences'> = {
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
  grabbedChunk: null,
  xrMode: null,
  ar: initialArState,
  selected: null,
  spectrogram: null,
  spectrogramShown: null,
  drawer: null,
  trustShown: false,
  touchHeatmap: null,
  caption: null,
  songs: [],
  xrLabels: getXRLabels(FALLBACK_LANGUAGE),
  languages: [],
  language: FALLBACK_LANGUAGE,
}

export const createUiStore = (settings: SongSettings, preferences: Preferences = defaultPreferences) =>
  createStore<UiState>()(() => ({ ...INITIAL_UI_STATE, settings, preferences }))
