import type { LiveMessage } from '../../../protocol/live-messages.ts'

/** A visitor who stands still and looks ahead. */
export const createLiveMessage = (change: Partial<LiveMessage> = {}): LiveMessage => ({
  type: 'live',
  at: 0,
  device: 'hall',
  scene: 'free',
  song: '0000000000000030',
  playing: false,
  time: 0,
  mode: 'roam',
  session: 'vr',
  ear: { position: [0, 1.6, 0], forward: [0, 0, -1] },
  pointer: null,
  sounding: [],
  moved: [],
  placement: { position: [0, 0, 0], yaw: 0, scale: 1 },
  ...change,
})

export const standing = (x: number): LiveMessage['ear'] => ({ position: [x, 1.6, 0], forward: [0, 0, -1] })
