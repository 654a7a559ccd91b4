import { Server } from 'node-osc'
import { Sender } from 'sacn'
import { computeLights, createChangeLimit, type HeardState } from './lights.ts'

export type LightOptions = {
  /** The port that `oscOut` of exhibit.json names. */
  oscPort: number
  device: string
  universe: number
  /** Of the node that drives the lights; left out: multicast. */
  to?: string | undefined
  /** UDP port of sACN. */
  port?: number | undefined
  /** Channels of the strip's red (green and blue follow) and of the lamp, from 1. */
  strip: number
  lamp: number
}

/** Receivers give a silent source up after 2.5 s. */
const REFRESH_RATE_HZ = 1
const DEFAULT_PORT = 5568

/** Lights one RGB strip and one lamp by what songwalk tells of a device. */
export async function runLights({ oscPort, device, universe, to, port = DEFAULT_PORT, strip, lamp }: LightOptions) {
  const state: HeardState = { present: 0, played: 0, level: 0 }
  const sender = new Sender({
    universe,
    port,
    reuseAddr: true,
    minRefreshRate: REFRESH_RATE_HZ,
    ...(to === undefined ? {} : { useUnicastDestination: to }),
    defaultPacketOptions: { sourceName: 'songwalk', priority: 100 },
  })
  const report = (error: unknown) => console.error(`The lights cannot be reached: ${error}`)
  sender.on('error', report)
  const limit = createChangeLimit(({ strip: [red, green, blue], lamp: brightness }) => {
    const payload = { [strip]: red, [strip + 1]: green, [strip + 2]: blue, [lamp]: brightness }
    sender.send({ payload }).catch(report)
  })
  const osc = new Server(oscPort, '127.0.0.1')
  await new Promise<void>((resolve, reject) => {
    osc.on('listening', resolve)
    osc.on('error', reject)
  })
  const hear = (address: unknown, first: unknown, second: unknown) => {
    if (address === `/songwalk/${device}/visitor`) state.present = Number(first)
    else if (address === `/songwalk/${device}/playhead`) state.played = Number(second)
    else if (address === `/songwalk/${device}/level`) state.level = Number(first)
    else return
    limit.change(computeLights(state))
  }
  osc.on('message', ([address, first, second]: unknown[]) => hear(address, first, second))
  // What others send to this port is no message of ours.
  osc.on('error', () => {})
  limit.change(computeLights(state))
  return {
    close: async () => {
      limit.close()
      sender.close()
      await osc.close()
    },
  }
}
