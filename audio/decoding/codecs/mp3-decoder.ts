import type { Block } from '../../block-stream.ts'
import { sanitizeSamples } from '../../dsp/replace-non-finite.ts'
import { mp3 } from '../kernels/build/mp3.ts'
import { instantiateKernel } from './instantiate-kernel.ts'

/** The exports of audio/decoding/kernels/mp3-decoder-kernel.ts. */
type Mp3Kernel = {
  getInput: () => number
  getFrameSizes: () => number
  getOutput: (channel: number) => number
  getMaxFrames: () => number
  getMaxBytes: () => number
  reset: () => void
  decodeFrames: (count: number) => number
}

/** A decoder of one stream of MPEG audio frames: layers I to III of MPEG-1, MPEG-2 and MPEG-2.5. */
export type Mp3Decoder = {
  /** Begins another stream: its first frame uses nothing of the frames before. */
  reset: () => void
  /**
   * Decodes successive frames of one rate, with their headers; the last one may be cut off.
   * @param frames each below 8 kB
   * @param channels as in their headers
   * @returns up to 36,864 samples a block: 384, 576 or 1152 for each frame, silent where it is damaged
   */
  decode: (frames: Uint8Array[], channels: number) => Generator<Block, void, undefined>
}

export async function createMp3Decoder(): Promise<Mp3Decoder> {
  const kernel = await instantiateKernel<Mp3Kernel>(mp3)
  const { buffer } = kernel.memory
  const maxFrames = kernel.getMaxFrames()
  const input = new Uint8Array(buffer, kernel.getInput(), kernel.getMaxBytes())
  const sizes = new Int32Array(buffer, kernel.getFrameSizes(), maxFrames)

  /** Copies frames from `first` on into the kernel. @returns their number */
  const fillInput = (frames: Uint8Array[], first: number): number => {
    let at = 0
    let count = 0
    while (count < maxFrames && first + count < frames.length) {
      const frame = frames[first + count]!
      if (at + frame.length > input.length) break
      input.set(frame, at)
      sizes[count] = frame.length
      at += frame.length
      count++
    }
    return count
  }

  return {
    reset: kernel.reset,
    decode: function* (frames, channels) {
      for (let first = 0; first < frames.length; ) {
        const count = fillInput(frames, first)
        if (count === 0) throw new RangeError(`An MPEG frame of ${frames[first]!.length} bytes is too long.`)
        first += count
        const samples = kernel.decodeFrames(count)
        if (samples === 0) continue
        const block = Array.from({ length: channels }, (_, c) =>
          new Float32Array(buffer, kernel.getOutput(c), samples).slice(),
        )
        block.forEach(sanitizeSamples)
        yield block
      }
    },
  }
}
