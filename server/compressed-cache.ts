import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip, constants as zlib } from 'node:zlib'
import { computeEntityTag, type ServedFile } from './site-files.ts'

const compressBrotli = promisify(brotliCompress)
const compressGzip = promisify(gzip)

/** Kept in memory, all together and of one file. Bytes. */
const MAX_CACHE_BYTES = 64 * 2 ** 20
const MAX_FILE_BYTES = 16 * 2 ** 20
/** A megabyte of script takes a quarter of a second, once. */
const BROTLI_QUALITY = 7

export type ContentEncoding = 'br' | 'gzip'

/** The files of the site as they were packed for the first who asked: five hundred pages at once cost one packing. */
export function createCompressedCache() {
  const kept = new Map<string, { bytes: number; data: Promise<Buffer | null> }>()
  let total = 0

  function forget(name: string): void {
    total -= kept.get(name)?.bytes ?? 0
    kept.delete(name)
  }

  /** @returns null where it is too large, or changes just now: then it goes out as it is read */
  return ({ root, path, entityTag: tag, size }: ServedFile, encoding: ContentEncoding): Promise<Buffer | null> => {
    if (size > MAX_FILE_BYTES) return Promise.resolve(null)
    const name = `${encoding} ${tag} ${path}`
    const known = kept.get(name)
    if (known) return known.data
    const data = compressFile(join(root, path), tag, encoding).catch(() => null)
    kept.set(name, { bytes: size, data })
    total += size
    void data.then((packed) => {
      if (!packed) forget(name)
    })
    for (const oldest of kept.keys()) {
      if (total <= MAX_CACHE_BYTES) break
      forget(oldest)
    }
    return data
  }
}

async function compressFile(file: string, tag: string, encoding: ContentEncoding): Promise<Buffer | null> {
  const data = await readFile(file)
  // Nothing that belongs to another build is kept under this one's tag.
  if (computeEntityTag(data) !== tag) return null
  return encoding === 'gzip'
    ? compressGzip(data)
    : compressBrotli(data, { params: { [zlib.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } })
}

/** Pictures and songs are packed already. */
export const isCompressible = (type: string) => /^(text|application\/(json|wasm|manifest))|svg|gltf/.test(type)

/** The best of the two that a browser takes (RFC 9110, 12.5.3). */
export function negotiateEncoding(header: string | undefined): ContentEncoding | null {
  const taken = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((one) => one.trim().split(/\s*;\s*/))
    .filter(([, weight]) => !/^q=0(\.0*)?$/.test(weight ?? ''))
    .map(([name]) => name)
  return taken.includes('br') ? 'br' : taken.includes('gzip') ? 'gzip' : null
}
