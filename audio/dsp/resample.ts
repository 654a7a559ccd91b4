import type { Hertz, Samples } from '../units.ts'
import { createBandLimiter } from './band-limit.ts'
import { createInterpolator } from './interpolate.ts'
import { createKaiserLowPass } from './kaiser.ts'
import { type Backend, selectBackend } from './wasm-kernels.ts'

/** Stop band attenuation: 20 bits, as soxr HQ. */
const STOPBAND_ATTENUATION_DB = 120
/** End of the pass band as a share of the lower Nyquist frequency, as soxr HQ; the stop band begins at 1. */
const PASSBAND_SHARE = 0.913
/** Samples of a block whose rate stays. */
const PASSTHROUGH_BLOCK_SAMPLES: Samples = 16384

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))

/** Changes the sample rate of a signal that comes in blocks of one length. */
export type Resampler = {
  /** Samples of a block. */
  blockLength: Samples
  /** @returns the samples at the new rate known by now, overwritten by the next run */
  run: (samples: Float32Array) => Float32Array
}

/**
 * A linear-phase resampler with the bands of soxr HQ, the default of librosa.resample: flat to 0.913 of the lower Nyquist
 * frequency, -120 dB from 1 on. A sharp low-pass at the signal's own rate (or a multiple of a low one) comes first, so a
 * short kernel can interpolate. Output sample n lies at the time n / to. The signal counts as silent before its first
 * block; silent blocks after the last one bring the remaining samples.
 * @param from an integer, hertz
 * @param to an integer, hertz
 * @param backend both give the same bits
 */
export function createResampler(from: Hertz, to: Hertz, backend: Backend = selectBackend()): Resampler {
  if (from === to) return { blockLength: PASSTHROUGH_BLOCK_SAMPLES, run: (samples) => samples }
  // From twice the lower rate on, the nearest alias is far from the pass band.
  const upsampling = Math.ceil((2 * Math.min(from, to)) / from)
  const rate = from * upsampling
  const decimation = [4, 2].find((factor) => rate === factor * to || rate >= factor * 2 * to) ?? 1
  const nyquist = Math.min(from, to) / 2
  const lowPass = createKaiserLowPass(
    ((1 + PASSBAND_SHARE) / 2) * (nyquist / rate),
    (1 - PASSBAND_SHARE) * (nyquist / rate),
    STOPBAND_ATTENUATION_DB,
  )
  const multiple = upsampling * decimation
  const { input, output, run, margin } = createBandLimiter(lowPass, upsampling, decimation, multiple, backend)
  const divisor = greatestCommonDivisor(rate, to * decimation)
  const up = (to * decimation) / divisor
  const interpolate = createInterpolator(up, rate / divisor, output.length, margin / decimation, backend)
  const newSamples = input.length - 2 * margin
  return {
    blockLength: newSamples / upsampling,
    run: (samples) => {
      input.copyWithin(0, newSamples)
      if (upsampling === 1) input.set(samples, 2 * margin)
      else for (let i = 0; i < samples.length; i++) input[2 * margin + i * upsampling] = samples[i]!
      run()
      return interpolate(output)
    },
  }
}
