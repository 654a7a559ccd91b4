import { createStore } from 'zustand/vanilla'
import type { SongSettings } from '../audio/song.ts'
import type { RoomState } from '../scenes/room.ts'

const EMPTY_ROOM: Omit<RoomState, 'settings'> = {
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
  layout: 'spiral',
  held: null,
  session: null,
  selected: null,
  spectrum: null,
  stripShown: null,
  drawer: null,
  trustShown: false,
}

export const createRoomStore = (settings: SongSettings) => createStore<RoomState>()(() => ({ ...EMPTY_ROOM, settings }))
