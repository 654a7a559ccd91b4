import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { decode, encode } from 'node-osc'
import { onTestFinished } from 'vitest'

/** A UDP port of this computer that nobody uses. */
export async function findUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  await new Promise<void>((done) => socket.close(() => done()))
  return port
}

type Heard = { address: string; args: unknown[]; timetag: number | null; at: number }

/** What a target gets: messages, or bundles of one. */
export async function listenForOsc() {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  onTestFinished(() => void socket.close())
  const heard: Heard[] = []
  socket.on('message', (packet) => {
    const decoded = decode(packet)
    const [{ address, args }, timetag] =
      decoded.oscType === 'bundle' ? [decoded.elements[0], decoded.timetag] : [decoded, null]
    heard.push({ address, args: args.map(({ value }: { value: unknown }) => value), timetag, at: performance.now() })
  })
  const valuesOf = (address: string) => heard.filter((one) => one.address === address).map(({ args }) => args)
  return { port: socket.address().port, heard, valuesOf }
}

/** Sends packets to a UDP port. */
export function openOscSender(port: number) {
  const socket = createSocket('udp4')
  onTestFinished(() => void socket.close())
  const sendBytes = (bytes: Uint8Array) =>
    new Promise<void>((done, fail) => socket.send(bytes, port, '127.0.0.1', (error) => (error ? fail(error) : done())))
  return {
    sendBytes,
    send: (address: string, ...args: unknown[]) => sendBytes(encode({ oscType: 'message', address, args })),
    /** @param timetag seconds since 1970 */
    sendAt: (timetag: number, ...messages: [address: string, ...args: unknown[]][]) =>
      sendBytes(
        encode({
          oscType: 'bundle',
          timetag,
          elements: messages.map(([address, ...args]) => ({ oscType: 'message', address, args })),
        }),
      ),
  }
}
