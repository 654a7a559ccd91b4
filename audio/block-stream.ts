import type { Hertz, Samples } from './units.ts'

/** Successive samples of a sound: one Float32Array per channel, all of one length. */
export type Block = Float32Array<ArrayBuffer>[]

/** A sound that can be sent block by block. */
export type BlockStream = {
  sampleRate: Hertz
  channels: number
  /** As far as the number is known before the end. */
  frames: Samples
  /** The stage whose progress is that of the sending: the receiver resamples, or the sender decodes. */
  stage: 'decoding' | 'resampling'
  /** Sends all blocks through the port, the same ones each time. */
  sendTo: (port: MessagePort, onProgress: (fraction: number) => void, signal: AbortSignal) => Promise<void>
}

/** Default length of a block, three seconds at 44,100 Hz. */
export const BLOCK_FRAMES: Samples = 131072

/** Enough that neither side waits, few enough for the memory. */
const MAX_BLOCKS_IN_FLIGHT = 4

/** The sender posts blocks, then `null` for the end; the receiver posts `null` for each block it took. */
type BlockMessage = Block | null

/**
 * The sending end of a stream of blocks between two threads. Blocks are transferred, not copied.
 * @returns `send` resolves when the next block may be sent; `end` marks the end of the stream
 */
export function createBlockSender(port: MessagePort): { send: (block: Block) => Promise<void>; end: () => void } {
  let freeSlots = MAX_BLOCKS_IN_FLIGHT
  let wake = () => {}
  port.onmessage = () => {
    freeSlots++
    wake()
  }
  const post = (message: BlockMessage, transfer: Transferable[] = []) => port.postMessage(message, transfer)
  return {
    send: async (block) => {
      const buffers = block.map(({ buffer }) => buffer)
      post(block, buffers)
      freeSlots--
      while (freeSlots <= 0) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    end: () => post(null),
  }
}

/**
 * The receiving end: calls `take` with every block in order.
 * @returns when the last block was taken
 */
export function receiveBlocks(port: MessagePort, take: (block: Block) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    port.onmessage = ({ data: block }: MessageEvent<BlockMessage>) => {
      try {
        if (block === null) {
          port.close()
          return resolve()
        }
        take(block)
        port.postMessage(null)
      } catch (error) {
        port.close()
        reject(error)
      }
    }
  })
}
