import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type { LiveMessage } from '../../protocol/live-messages.ts'
import { SONG_KEY } from './open-server.ts'

/** What a device tells, with changes. */
export const createLiveMessage = (more: Partial<LiveMessage> = {}): LiveMessage => ({
  type: 'live',
  at: 1,
  device: 'hall',
  scene: 'free',
  song: SONG_KEY,
  playing: true,
  time: 1,
  mode: 'ride',
  session: null,
  ear: { position: [0, 1.6, 0], forward: [0, 0, -1] },
  pointer: null,
  sounding: [3],
  moved: [],
  placement: { position: [0, 0, 0], yaw: 0, scale: 1 },
  ...more,
})

/** A WebSocket that records its messages. */
export async function connectLiveSocket<Heard = unknown>(url: string, role: string, options = {}) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}live?role=${role}`, options)
  onTestFinished(() => socket.terminate())
  const heard: Heard[] = []
  socket.on('message', (data) => heard.push(JSON.parse(String(data))))
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  await once(socket, 'open')
  return { socket, heard, closed, say: (message: unknown) => socket.send(JSON.stringify(message)) }
}
