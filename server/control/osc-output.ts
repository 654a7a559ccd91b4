import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { encode } from 'node-osc'
import type { ControlConfig } from '../../protocol/control-config.ts'
import { readServerTimeMs } from '../server-time.ts'
import type { OscEvent } from './osc-states.ts'
import { createOscTarget } from './osc-target.ts'

type Target = ControlConfig['oscOut'][number]

/** Sends events by OSC to the targets of exhibit.json. UDP tells of no loss. */
export function openOscOutput(targets: readonly Target[], onError: (error: unknown) => void) {
  const families = new Set(targets.map(({ address }) => (isIPv6(address) ? 'udp6' : 'udp4')))
  const sockets = new Map(
    [...families].map((family) => [family, createSocket(family).on('error', onError).unref()] as const),
  )
  const outputs = targets.map((target) => {
    const { address, port, timeTags } = target
    const socket = sockets.get(isIPv6(address) ? 'udp6' : 'udp4')
    return createOscTarget(target, (event) => {
      try {
        socket?.send(encodeEvent(event, timeTags), port, address, (error) => error && onError(error))
      } catch (error) {
        onError(error)
      }
    })
  })
  return {
    send(event: OscEvent): void {
      for (const output of outputs) output.offer(event)
    },
    forget(device: string): void {
      for (const output of outputs) output.forget(device)
    },
    close: async (): Promise<void> => {
      for (const output of outputs) output.close()
      await Promise.all([...sockets.values()].map((socket) => new Promise<void>((done) => socket.close(() => done()))))
    },
  }
}

function encodeEvent({ device, state, args, at }: OscEvent, timeTags: boolean): Buffer {
  const message = { oscType: 'message', address: `/songwalk/${device}/${state}`, args }
  if (!timeTags) return encode(message)
  // The computer's clock may have been set since the server's began.
  const timetag = (Date.now() - (readServerTimeMs() - at)) / 1000
  return encode({ oscType: 'bundle', timetag, elements: [message] })
}
