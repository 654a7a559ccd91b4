import * as v from 'valibot'
import { CommandMessageSchema, type DeviceCommand, PictureRequestSchema } from '../../../protocol/device-commands.ts'
import { LevelRequestSchema } from '../../../protocol/live-messages.ts'
import { openLiveSocket } from '../../kiosk/live-socket.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import type { VolumeOverride } from '../staff/volume-override.ts'
import { createLiveMessageWriter } from './live-message-writer.ts'
import { runDeviceCommand } from './run-device-command.ts'
import { takePicture } from './take-picture.ts'

/** About one headset frame; polled outside the frame loop. */
const POLL_INTERVAL_MS = 11
/** The frame rate is measured since the one before. */
const HEARTBEAT_DELAY_MS = 600

/** Sends the visitor's actions to the spectators, and does what the staff asks for; without a server, messages are dropped. */
export function broadcastLiveMessages(
  { session, visitController, device, refusedPosts }: ExhibitContext,
  volumeOverride: VolumeOverride,
  sendHeartbeat: () => Promise<void>,
): void {
  /** Staff who command from afar see what has changed. */
  const runCommand = (command: DeviceCommand) => {
    runDeviceCommand(command, { visitController, volumeOverride, restart: () => window.location.reload() })
    window.setTimeout(sendHeartbeat, HEARTBEAT_DELAY_MS)
  }
  const sendPicture = async (id: string) => {
    const isVeiled = ['paused', 'closed'].includes(visitController.store.getState().scene)
    const picture = await takePicture(session.services.renderer, isVeiled)
    if (picture) await fetch(new URL(`api/pictures/${id}`, document.baseURI), { method: 'POST', body: picture })
  }
  const socket = openLiveSocket('piece', device, {
    onRefused: (isRefused) => refusedPosts.set('live', isRefused),
    onMessage: (message) => {
      if (v.is(LevelRequestSchema, message)) writer.tellLevel()
      else if (v.is(CommandMessageSchema, message)) runCommand(message.command)
      else if (v.is(PictureRequestSchema, message))
        sendPicture(message.id).catch((error: unknown) => console.warn('No picture for the staff:', error))
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
