import { createStore } from 'zustand/vanilla'
import type { RoomState } from '../scenes/room.ts'

const EMPTY_ROOM: RoomState = {
  phase: 'empty',
  stage: null,
  progress: 0,
  error: null,
  title: '',
  artist: '',
  outline: [],
  song: null,
  duration: 0,
  playing: false,
  mode: 'roam',
  view: 'orbit',
  layout: 'spiral',
  held: null,
  session: null,
}

export const createRoomStore = () => createStore<RoomState>()(() => ({ ...EMPTY_ROOM }))
