import { concat, type Field, packFields } from './chunks.ts'

export type WavFormatOptions = {
  tag?: number
  channels?: number
  rate?: number
  bits?: number
  blockAlign?: number
  more?: Uint8Array
}

/** The content of a format chunk. */
export function makeFormat(
  { tag = 1, channels = 1, rate = 8000, bits = 16, blockAlign, more }: WavFormatOptions,
  e: 'u' | 'U' = 'u',
) {
  const align = blockAlign ?? channels * Math.ceil(bits / 8)
  const fields = [
    [`${e}16`, tag],
    [`${e}16`, channels],
    [`${e}32`, rate],
    [`${e}32`, rate * align],
    [`${e}16`, align],
    [`${e}16`, bits],
  ]
  return concat(packFields(...(fields as Field[])), more ?? '')
}

/** What follows the bits of a sample in WAVE_FORMAT_EXTENSIBLE. */
export const makeExtension = (tag: number, validBits: number) =>
  concat(
    packFields(['u16', 22], ['u16', validBits], ['u32', 0], ['u16', tag]),
    '\0\0\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71',
  )

export const makeRiff = (...chunks: Uint8Array[]) =>
  concat('RIFF', packFields(['u32', 4 + chunks.reduce((sum, c) => sum + c.length, 0)]), 'WAVE', ...chunks)
