/** Bytes of an ASCII or Latin-1 text. */
export const latin1 = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'latin1'))

export const concat = (...parts: (Uint8Array | string)[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? latin1(part) : part))))

/** Integers of 8, 16, 32 or 64 bits, little endian (`u16`) or big endian (`U16`), each as [type, value]. */
export type Field = [type: 'u8' | 'u16' | 'u32' | 'u64' | 'U8' | 'U16' | 'U32' | 'U64' | 'F64', value: number]

export function packFields(...fields: Field[]): Uint8Array<ArrayBuffer> {
  return concat(
    ...fields.map(([type, value]) => {
      const bytes = Number(type.slice(1)) / 8
      const buffer = Buffer.alloc(bytes)
      if (type === 'F64') buffer.writeDoubleBE(value)
      else
        for (let i = 0; i < bytes; i++)
          buffer[type[0] === 'u' ? i : bytes - 1 - i] = Number((BigInt(value) >> BigInt(8 * i)) & 255n)
      return buffer
    }),
  )
}

/** A chunk of RIFF (`u32`) or of IFF and AIFF (`U32`). `size` replaces the right one; odd bodies get a zero behind. */
export const makeChunk = (id: string, body: Uint8Array | string, sizeType: 'u32' | 'U32' = 'u32', size = body.length) =>
  concat(id, packFields([sizeType, size]), body, new Uint8Array(body.length % 2))

/** The blocks of a track as one array per channel. */
export async function collectBlocks(blocks: AsyncIterable<Float32Array[]>): Promise<Float32Array[]> {
  const all: Float32Array[][] = []
  for await (const block of blocks) all.push(block)
  return (all[0] ?? []).map((_, c) => {
    const joined = new Float32Array(all.reduce((sum, block) => sum + block[0]!.length, 0))
    let at = 0
    for (const block of all) {
      joined.set(block[c]!, at)
      at += block[c]!.length
    }
    return joined
  })
}
