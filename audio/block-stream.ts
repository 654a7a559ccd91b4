import type { AnalysisStage } from './analysis/analysis-types.ts'
import type { Hertz, Samples } from './units.ts'

/** A stretch of sound: one Float32Array per channel, all of one length. */
export type Block = Float32Array<ArrayBuffer>[]

/** A song's sound as the analysis takes it in. */
export type BlockStream = {
  sampleRate: Hertz
  channels: number
  /** In all, as far as that is known before the end. */
  frames: Samples
  /** What takes the time while it is poured. */
  stage: AnalysisStage
  /** Sends all blocks through the port, the same ones each time. */
  sendTo: (port: MessagePort, onProgress: (fraction: number) => void, signal: AbortSignal) => Promise<void>
}

/** Frames of a block where nothing else decides: some seconds. */
export const BLOCK_FRAMES: Samples = 131072

/** So many blocks may be underway: enough that nobody waits, little enough that they never fill the memory. */
const MAX_BLOCKS_IN_FLIGHT = 4

/** What goes through the port: blocks there, one `null` back for each that was taken; `null` there is the end. */
type BlockMessage = Block | null

/**
 * The giving end of a stream of blocks between two threads. Blocks are moved, not copied.
 * @returns `send` resolves as soon as the next block may be sent; `end` says that there are no more
 */
export function createBlockSender(port: MessagePort): { send: (block: Block) => Promise<void>; end: () => void } {
  let free = MAX_BLOCKS_IN_FLIGHT
  let wake = () => {}
  port.onmessage = () => {
    free++
    wake()
  }
  return {
    send: async (block) => {
      port.postMessage(
        block satisfies BlockMessage,
        block.map(({ buffer }) => buffer),
      )
      free--
      while (free <= 0) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    end: () => port.postMessage(null satisfies BlockMessage),
  }
}

/**
 * The taking end: calls `take` with every block in order, and then asks for another.
 * @returns when the last one was taken
 */
export function receiveBlocks(port: MessagePort, take: (block: Block) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    port.onmessage = ({ data }: MessageEvent<BlockMessage>) => {
      try {
        if (data === null) {
          port.close()
          return resolve()
        }
        take(data)
        port.postMessage(null)
      } catch (error) {
        port.close()
        reject(error)
      }
    }
  })
}
