import type { Samples } from '../units.ts'
import type { MonoMixer } from './mix-to-mono.ts'
import { openKernelMemory } from './wasm-kernels.ts'

/** A mixer by the SIMD kernel, sixteen samples at a time, bit for bit that of plain TypeScript. */
export function createSimdMixer(channels: number, block: Samples): MonoMixer {
  const { kernels, f32 } = openKernelMemory(4 * (channels + 1) * block + 256)
  const input = f32(channels * block)
  const output = f32(block)
  const run: MonoMixer['run'] = (from, to) =>
    kernels.mixToMono(input.byteOffset, output.byteOffset, channels, block, from, to)
  return { input, output, run }
}
