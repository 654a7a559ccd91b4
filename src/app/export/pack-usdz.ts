import { type Zippable, zipSync } from 'fflate'

/** Data of each file begins at a multiple of this (USDZ File Format Specification, Layout). */
const ALIGNMENT_BYTES = 64
/** A local header without its name and extra field, and the header of an extra field (APPNOTE 4.3.7, 4.5.1). */
const LOCAL_HEADER_BYTES = 30
const EXTRA_HEADER_BYTES = 4
/** An extra field that readers pass over. */
const PADDING_FIELD_ID = 0x1986

/** Packs files, the model first, without compression, each aligned by an extra field of its header. */
export function packUsdz(files: readonly (readonly [name: string, data: Uint8Array])[]): Uint8Array<ArrayBuffer> {
  const zip: Zippable = {}
  let at = 0
  for (const [name, data] of files) {
    const start = at + LOCAL_HEADER_BYTES + name.length + EXTRA_HEADER_BYTES
    const padding = (ALIGNMENT_BYTES - (start % ALIGNMENT_BYTES)) % ALIGNMENT_BYTES
    zip[name] = [data, { level: 0, extra: { [PADDING_FIELD_ID]: new Uint8Array(padding) } }]
    at = start + padding + data.length
  }
  return new Uint8Array(zipSync(zip))
}
