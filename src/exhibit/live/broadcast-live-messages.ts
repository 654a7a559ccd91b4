import * as v from 'valibot'
import { CommandMessageSchema } from '../../../protocol/device-commands.ts'
import { LevelRequestSchema } from '../../../protocol/live-messages.ts'
import { openLiveSocket } from '../../kiosk/live-socket.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import type { VolumeOverride } from '../staff/volume-override.ts'
import { createLiveMessageWriter } from './live-message-writer.ts'
import { runDeviceCommand } from './run-device-command.ts'

/** About one headset frame; polled outside the frame loop. */
const POLL_INTERVAL_MS = 11

/** Sends the visitor's actions to the spectators, and gets commands; without a server, messages are dropped. */
export function broadcastLiveMessages(
  { session, visitController, device, refusedPosts }: ExhibitContext,
  volumeOverride: VolumeOverride,
): void {
  const socket = openLiveSocket('piece', device, {
    onRefused: (isRefused) => refusedPosts.set('live', isRefused),
    onMessage: (message) => {
      if (v.is(LevelRequestSchema, message)) writer.tellLevel()
      if (v.is(CommandMessageSchema, message))
        runDeviceCommand(message.command, {
          visitController,
          volumeOverride,
          restart: () => window.location.reload(),
        })
    },
  })
  const writer = createLiveMessageWriter(session, visitController.store.getState, device)
  window.setInterval(() => {
    if (!socket.clock.isSynchronized) return
    const now = performance.now()
    const message = writer.next(now, socket.clock.toServerTime(now))
    if (message) socket.send(JSON.stringify(message))
  }, POLL_INTERVAL_MS)
}
