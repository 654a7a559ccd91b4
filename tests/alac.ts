import { type BitWriter, createBitWriter } from './bit-writer.ts'

/** How an Apple Lossless packet stores a channel or a pair of channels. */
export type AlacOptions = {
  stored: boolean
  /** Low bits that are stored as they are: 0, 8 or 16. */
  lowBits: number
  mixShift: number
  mixWeight: number
  /** Differences are taken once more before the prediction. */
  mode: number
  shift: number
  /** 31 of them stand for differences of successive samples. */
  coefficients: number[]
}

const HISTORY_FACTOR = 40
const INITIAL_MEAN = 10
const MAX_PARAMETER = 14

export function makeAlacCookie(
  frameLength: number,
  bits: number,
  channels: number,
  rate: number,
): Uint8Array<ArrayBuffer> {
  const cookie = Buffer.alloc(24)
  cookie.writeUInt32BE(frameLength, 0)
  cookie.set([0, bits, HISTORY_FACTOR, INITIAL_MEAN, MAX_PARAMETER, channels], 4)
  cookie.writeUInt16BE(255, 10)
  cookie.writeUInt32BE(rate, 20)
  return new Uint8Array(cookie)
}

/** A packet of one or two channels of integers. */
export function packAlac(channels: number[][], frameLength: number, bits: number, options: AlacOptions) {
  const writer = createBitWriter()
  const frames = channels[0]!.length
  const lowBits = options.stored ? 0 : options.lowBits
  writer.write(channels.length === 2 ? 1 : 0, 3)
  writer.write(0, 16)
  writer.write(frames === frameLength ? 0 : 1, 1)
  writer.write(lowBits / 8, 2)
  writer.write(options.stored ? 1 : 0, 1)
  if (frames !== frameLength) writer.write(frames, 32)
  if (options.stored) for (let i = 0; i < frames; i++) for (const channel of channels) writer.write(channel[i]!, bits)
  else writeCompressed(writer, channels, bits, options)
  writer.write(7, 3)
  return writer.bytes()
}

function writeCompressed(writer: BitWriter, channels: number[][], bits: number, options: AlacOptions): void {
  const { lowBits, mixShift, mixWeight, mode, shift, coefficients } = options
  const width = bits - lowBits + channels.length - 1
  const high = channels.map((channel) => channel.map((x) => x >> lowBits))
  const mixed =
    high.length === 2 && mixWeight !== 0
      ? [
          high[0]!.map((left, i) => high[1]![i]! + ((mixWeight * (left - high[1]![i]!)) >> mixShift)),
          high[0]!.map((left, i) => left - high[1]![i]!),
        ]
      : high
  writer.write(mixShift, 8)
  writer.write(mixWeight, 8)
  for (const _ of mixed) {
    writer.write(mode, 4)
    writer.write(shift, 4)
    writer.write(4, 3)
    writer.write(coefficients.length, 5)
    for (const coefficient of coefficients) writer.write(coefficient, 16)
  }
  if (lowBits > 0)
    for (let i = 0; i < channels[0]!.length; i++) for (const channel of channels) writer.write(channel[i]!, lowBits)
  for (const channel of mixed) {
    const once = takeResiduals(channel, [...coefficients], shift, width)
    writeResiduals(writer, mode > 0 ? once.map((x, i) => wrap(x - (once[i - 1] ?? 0), width)) : once, width)
  }
}

const wrap = (x: number, bits: number): number => (x << (32 - bits)) >> (32 - bits)

function takeResiduals(samples: number[], coefficients: number[], shift: number, width: number): number[] {
  const order = coefficients.length
  if (order === 0) return samples
  return samples.map((sample, i) => {
    if (i <= order || order === 31) return wrap(sample - (samples[i - 1] ?? 0), width)
    const base = samples[i - order - 1]!
    const sum = coefficients.reduce(
      (total, weight, j) => (total + Math.imul(weight, samples[i - 1 - j]! - base)) | 0,
      0,
    )
    const residual = wrap(sample - base - ((sum + ((1 << shift) >> 1)) >> shift), width)
    let rest = residual
    for (let j = order - 1; j >= 0 && rest !== 0 && rest > 0 === residual > 0; j--) {
      const difference = base - samples[i - 1 - j]!
      const direction = Math.sign(difference) * Math.sign(residual)
      coefficients[j] = wrap(coefficients[j]! - direction, 16)
      rest -= (order - j) * ((direction * difference) >> shift)
    }
    return residual
  })
}

function writeResiduals(writer: BitWriter, residuals: number[], width: number): void {
  let mean = INITIAL_MEAN
  let afterRun = 0
  for (let i = 0; i < residuals.length; ) {
    const value = residuals[i]! < 0 ? -2 * residuals[i]! - 1 : 2 * residuals[i]!
    i++
    writeRice(writer, value - afterRun, Math.min(31 - Math.clz32((mean >> 9) + 3), MAX_PARAMETER), width)
    mean = HISTORY_FACTOR * value + mean - ((HISTORY_FACTOR * mean) >> 9)
    if (value - afterRun > 0xffff) mean = 0xffff
    afterRun = 0
    if (mean < 128 && i < residuals.length) {
      let run = 0
      while (run < 0xffff && i + run < residuals.length && residuals[i + run] === 0) run++
      writeRice(writer, run, Math.clz32(mean) - 24 + ((mean + 16) >> 6), 16)
      i += run
      afterRun = run < 0xffff ? 1 : 0
      mean = 0
    }
  }
}

function writeRice(writer: BitWriter, value: number, k: number, rawBits: number): void {
  const divisor = 2 ** k - 1
  const ones = Math.floor(value / divisor)
  if (ones >= 9) {
    writer.write(0x1ff, 9)
    writer.write(value, rawBits)
    return
  }
  writer.write(2 ** (ones + 1) - 2, ones + 1)
  if (k === 1) return
  const remainder = value % divisor
  writer.write(remainder === 0 ? 0 : remainder + 1, remainder === 0 ? k - 1 : k)
}
