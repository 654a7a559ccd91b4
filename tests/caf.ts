import { concat, packFields } from './chunks.ts'

export const makeCafChunk = (id: string, body: Uint8Array | string, size = body.length) =>
  concat(id, packFields(['U64', size]), body)

export type CafDescription = {
  rate?: number
  codec?: string
  flags?: number
  bytes?: number
  frames?: number
  channels?: number
  bits?: number
}

export const makeDescription = ({
  rate = 8000,
  codec = 'lpcm',
  flags = 0,
  bytes = 2,
  frames = 1,
  channels = 1,
  bits = 16,
}: CafDescription) =>
  makeCafChunk(
    'desc',
    concat(
      packFields(['F64', rate]),
      codec,
      packFields(['U32', flags], ['U32', bytes], ['U32', frames], ['U32', channels], ['U32', bits]),
    ),
  )
export const makeData = (data: Uint8Array | string, size?: number) =>
  makeCafChunk('data', concat('\0\0\0\0', data), size)
export const makeCaf = (...chunks: Uint8Array[]) => concat('caff\0\x01\0\0', ...chunks)

/** A size of a packet as bytes of seven bits. */
const packSize = (size: number) => (size < 128 ? [size] : [128 | (size >> 7), size & 127])
export const makeTable = (valid: number, priming: number, remainder: number, sizes: number[]) =>
  makeCafChunk(
    'pakt',
    concat(
      packFields(['U64', sizes.length], ['U64', valid], ['U32', priming], ['U32', remainder]),
      Uint8Array.from(sizes.flatMap(packSize)),
    ),
  )
