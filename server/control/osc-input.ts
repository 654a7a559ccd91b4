import { createSocket } from 'node:dgram'
import { BlockList, isIPv6 } from 'node:net'
import type { ControlConfig } from '../../protocol/control-config.ts'
import { createMessageRateLimit } from '../message-rate-limit.ts'
import { type OscMessage, readOscPacket } from './osc-packet.ts'

/** Beyond it packets are not read, whatever they hold. */
const MAX_PACKETS_PER_S = 500
/** A port that is taken is tried again. */
const REOPEN_INTERVAL_MS = 10_000

type OscInputHandlers = {
  onMessage: (message: OscMessage) => void
  /** A packet was not taken. */
  onRefused: (reason: 'sender' | 'flood' | 'malformed') => void
}

/** Listens for OSC on a UDP port, to the senders of a list alone. */
export function openOscInput(
  { port, address, from }: NonNullable<ControlConfig['oscIn']>,
  { onMessage, onRefused }: OscInputHandlers,
) {
  const senders = createSenderList(from)
  const limitRate = createMessageRateLimit(MAX_PACKETS_PER_S)
  let problem: string | null = null
  let timer: NodeJS.Timeout | undefined
  let socket = open()

  function open() {
    const opened = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4' })
    opened.on('listening', () => {
      problem = null
    })
    opened.on('error', (error: NodeJS.ErrnoException) => {
      problem = `OSC commands are not heard: UDP port ${port} of ${address} cannot be opened (${error.code}).`
      timer ??= setTimeout(() => {
        timer = undefined
        opened.close()
        socket = open()
      }, REOPEN_INTERVAL_MS)
    })
    opened.on('message', (packet, sender) => {
      if (!senders.check(stripIpv4Prefix(sender.address))) return onRefused('sender')
      if (limitRate(performance.now()) !== 'fine') return onRefused('flood')
      const messages = readOscPacket(packet)
      if (!messages) return onRefused('malformed')
      messages.forEach(onMessage)
    })
    opened.bind(port, address)
    return opened
  }

  return {
    /** A sentence while the port cannot be opened. */
    problem: () => problem,
    close: (): Promise<void> => {
      clearTimeout(timer)
      return new Promise((resolve) => socket.close(() => resolve()))
    },
  }
}

const stripIpv4Prefix = (address: string) => address.replace(/^::ffff:/, '').replace(/%.*$/, '')

function createSenderList(from: readonly string[]) {
  const list = new BlockList()
  const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4')
  for (const entry of from) {
    const [address = '', bits] = entry.split('/')
    if (bits === undefined) list.addAddress(address, familyOf(address))
    else list.addSubnet(address, Number(bits), familyOf(address))
  }
  return { check: (address: string) => list.check(address, familyOf(address)) }
}
