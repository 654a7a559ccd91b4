import { type BitWriter, createBitWriter } from './bit-writer.ts'
import { concat, packFields } from './chunks.ts'

/** How a FLAC frame stores its samples (RFC 9639, 9). */
export type FlacFrameOptions = {
  bits: number
  rate: number
  /** Of the frame, or of its first sample if `isVariable`. */
  number: number
  isVariable?: boolean
  /** Code of the sample rate; 0 refers to STREAMINFO. */
  rateCode?: number
  /** 8 left and side, 9 side and right, 10 middle and side. */
  assignment?: number
  kind?: 'constant' | 'verbatim' | 'fixed' | 'linear'
  order?: number
  coefficients?: number[]
  precision?: number
  shift?: number
  partitionOrder?: number
  /** Residuals as they are instead of Rice codes. */
  isEscaped?: boolean
  /** Parameters of five bits. */
  hasLongParameters?: boolean
  /** Low bits that are 0 in all samples. */
  wasted?: number
}

export type StreamInfoOptions = {
  rate: number
  channels: number
  bits: number
  frames: number
  frameLength: number
  most?: number
}

export function makeStreamInfo({ rate, channels, bits, frames, frameLength, most = frameLength }: StreamInfoOptions) {
  const writer = createBitWriter()
  for (const [value, width] of [
    [frameLength, 16],
    [most, 16],
    [0, 24],
    [0, 24],
    [rate, 20],
    [channels - 1, 3],
    [bits - 1, 5],
    [frames, 36],
  ] as const)
    writer.write(value, width)
  return concat(writer.bytes(), new Uint8Array(16))
}

/** The start of a file: STREAMINFO and other blocks. */
export function makeFlacHeader(
  options: StreamInfoOptions,
  others: [type: number, body: Uint8Array][] = [],
): Uint8Array<ArrayBuffer> {
  const blocks: [number, Uint8Array][] = [[0, makeStreamInfo(options)], ...others]
  return concat(
    'fLaC',
    ...blocks.map(([type, body], i) =>
      concat(packFields(['U32', ((i === blocks.length - 1 ? 128 : 0) + type) * 2 ** 24 + body.length]), body),
    ),
  )
}

const computeCrc = (bytes: Uint8Array, width: number, polynomial: number): number => {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << (width - 8)
    for (let i = 0; i < 8; i++) crc = (crc << 1) ^ ((crc >> (width - 1)) & 1 ? polynomial : 0)
    crc &= 2 ** width - 1
  }
  return crc
}

/** Like UTF-8, up to 36 bits. */
function packNumber(value: number): Uint8Array {
  if (value < 128) return Uint8Array.of(value)
  const more = [11, 16, 21, 26, 31, 36].findIndex((bits) => value < 2 ** bits) + 1
  const first = (256 - 2 ** (7 - more)) % 256
  return Uint8Array.from({ length: more + 1 }, (_, i) => {
    const rest = Math.floor(value / 64 ** (more - i))
    return i === 0 ? first + rest : 128 + (rest % 64)
  })
}

const bitsCodes: Record<number, number> = { 8: 1, 12: 2, 16: 4, 20: 5, 24: 6, 32: 7 }

/** A frame of integers, one array per channel. */
export function packFlacFrame(channels: number[][], options: FlacFrameOptions): Uint8Array<ArrayBuffer> {
  const { bits, rate, number, isVariable = false, rateCode = 0, assignment = channels.length - 1 } = options
  const frames = channels[0]!.length
  const rateBytes =
    rateCode === 12
      ? packFields(['U8', rate / 1000])
      : rateCode === 13
        ? packFields(['U16', rate])
        : rateCode === 14
          ? packFields(['U16', rate / 10])
          : ''
  const start = concat(
    packFields(
      ['U8', 0xff],
      ['U8', 0xf8 + (isVariable ? 1 : 0)],
      ['U8', 0x70 + rateCode],
      ['U8', assignment * 16 + 2 * (bitsCodes[bits] ?? 0)],
    ),
    packNumber(number),
    packFields(['U16', frames - 1]),
    rateBytes,
  )
  const writer = createBitWriter()
  decorrelate(channels, assignment).forEach((samples, c) => {
    const isSide = assignment >= 8 && (c === 1) !== (assignment === 9)
    writeSubframe(writer, samples, bits + (isSide ? 1 : 0), options)
  })
  const frame = concat(start, Uint8Array.of(computeCrc(start, 8, 7)), writer.bytes())
  return concat(frame, packFields(['U16', computeCrc(frame, 16, 0x8005)]))
}

function decorrelate(channels: number[][], assignment: number): number[][] {
  if (assignment < 8) return channels
  const [left, right] = channels as [number[], number[]]
  const side = left.map((x, i) => x - right[i]!)
  if (assignment === 8) return [left, side]
  if (assignment === 9) return [side, right]
  return [left.map((x, i) => Math.floor((x + right[i]!) / 2)), side]
}

function writeSubframe(writer: BitWriter, all: number[], allBits: number, options: FlacFrameOptions): void {
  const { kind = 'fixed', order = kind === 'fixed' ? 2 : 0, wasted = 0 } = options
  const samples = all.map((x) => x / 2 ** wasted)
  const bits = allBits - wasted
  writer.write({ constant: 0, verbatim: 1, fixed: 8 + order, linear: 31 + order }[kind], 7)
  writer.write(wasted > 0 ? 1 : 0, 1)
  if (wasted > 0) writer.write(1, wasted)
  const raw = kind === 'verbatim' ? samples : samples.slice(0, kind === 'constant' ? 1 : order)
  for (const sample of raw) writer.write(sample, bits)
  if (kind === 'fixed') writeResiduals(writer, predict(samples, fixedCoefficients[order]!, 0), options, order)
  if (kind !== 'linear') return
  const { coefficients = [], precision = 12, shift = 0 } = options
  writer.write(precision - 1, 4)
  writer.write(shift, 5)
  for (const coefficient of coefficients) writer.write(coefficient, precision)
  writeResiduals(writer, predict(samples, coefficients, shift), options, order)
}

const fixedCoefficients = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]]

/** Samples without the prediction from those before, newest first. */
const predict = (samples: number[], coefficients: number[], shift: number): number[] =>
  samples.slice(coefficients.length).map((sample, i) => {
    const sum = coefficients.reduce(
      (total, weight, j) => total + BigInt(weight) * BigInt(samples[i + coefficients.length - 1 - j]!),
      0n,
    )
    return sample - Number(sum >> BigInt(shift))
  })

function writeResiduals(writer: BitWriter, residuals: number[], options: FlacFrameOptions, order: number): void {
  const { partitionOrder = 0, isEscaped = false, hasLongParameters = false } = options
  const parameterBits = hasLongParameters ? 5 : 4
  const length = (residuals.length + order) / 2 ** partitionOrder
  writer.write(hasLongParameters ? 1 : 0, 2)
  writer.write(partitionOrder, 4)
  for (let partition = 0; partition < 2 ** partitionOrder; partition++) {
    const part = residuals.slice(Math.max(0, partition * length - order), (partition + 1) * length - order)
    const largest = part.reduce((most, x) => Math.max(most, x < 0 ? -x - 1 : x), 0)
    const bits = largest === 0 ? 0 : Math.floor(Math.log2(largest)) + 2
    if (isEscaped) {
      writer.write(2 ** parameterBits - 1, parameterBits)
      writer.write(bits, 5)
      if (bits > 0) for (const residual of part) writer.write(residual, bits)
      continue
    }
    const k = Math.min(Math.max(0, bits - 3), 2 ** parameterBits - 2)
    writer.write(k, parameterBits)
    for (const residual of part) {
      const code = residual < 0 ? -2 * residual - 1 : 2 * residual
      for (let left = Math.floor(code / 2 ** k); left > 0; left -= 32) writer.write(0, Math.min(32, left))
      writer.write(1, 1)
      writer.write(code % 2 ** k, k)
    }
  }
}
