import type { Hertz } from '../../units.ts'

const sampleRates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350]
const SBR_TYPES = [5, 29]
/** Announces SBR behind the configuration of a core that older decoders know. */
const SYNC_EXTENSION = 0x2b7

/**
 * The sample rate of the output by an AudioSpecificConfig (ISO 14496-3, 1.6.2.1), doubled by SBR where that is announced.
 * @returns undefined if it is cut
 */
export function readAacOutputRate(config: Uint8Array): Hertz | undefined {
  let position = 0
  const read = (bits: number): number => {
    let value = 0
    for (let i = 0; i < bits; i++, position++)
      value = value * 2 + (((config[position >>> 3] ?? 0) >>> (7 - (position & 7))) & 1)
    return value
  }
  const readType = (): number => {
    const type = read(5)
    return type === 31 ? 32 + read(6) : type
  }
  const readRate = (): Hertz | undefined => {
    const index = read(4)
    return index === 15 ? read(24) : sampleRates[index]
  }
  const type = readType()
  const rate = readRate()
  read(4)
  if (SBR_TYPES.includes(type)) return readRate()
  while (position + 11 <= config.length * 8) {
    const start = position
    if (read(11) === SYNC_EXTENSION && readType() === 5 && read(1) === 1) return readRate()
    position = start + 1
  }
  return rate
}
