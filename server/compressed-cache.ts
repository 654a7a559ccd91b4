import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip, constants as zlib } from 'node:zlib'
import { type Found, hashOf } from './site-files.ts'

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** Kept in memory, all together and of one file. Bytes. */
const MOST = 64 * 2 ** 20
const LARGEST = 16 * 2 ** 20
/** A megabyte of script takes a quarter of a second, once. */
const QUALITY = 7

export type Encoding = 'br' | 'gzip'

/** The files of the site as they were packed for the first who asked: five hundred pages at once cost one packing. */
export function createPackedFiles() {
  const kept = new Map<string, { bytes: number; data: Promise<Buffer | null> }>()
  let total = 0

  function forget(name: string): void {
    total -= kept.get(name)?.bytes ?? 0
    kept.delete(name)
  }

  /** @returns null where it is too large, or changes just now: then it goes out as it is read */
  return ({ root, path, tag, size }: Found, encoding: Encoding): Promise<Buffer | null> => {
    if (size > LARGEST) return Promise.resolve(null)
    const name = `${encoding} ${tag} ${path}`
    const known = kept.get(name)
    if (known) return known.data
    const data = pack(join(root, path), tag, encoding).catch(() => null)
    kept.set(name, { bytes: size, data })
    total += size
    void data.then((packed) => {
      if (!packed) forget(name)
    })
    for (const oldest of kept.keys()) {
      if (total <= MOST) break
      forget(oldest)
    }
    return data
  }
}

async function pack(file: string, tag: string, encoding: Encoding): Promise<Buffer | null> {
  const data = await readFile(file)
  // Nothing that belongs to another build is kept under this one's tag.
  if (hashOf(data) !== tag) return null
  return encoding === 'gzip' ? zip(data) : brotli(data, { params: { [zlib.BROTLI_PARAM_QUALITY]: QUALITY } })
}

/** Pictures and songs are packed already. */
export const isPackable = (type: string) => /^(text|application\/(json|wasm|manifest))|svg|gltf/.test(type)

/** The best of the two that a browser takes (RFC 9110, 12.5.3). */
export function acceptedEncoding(header: string | undefined): Encoding | null {
  const taken = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((one) => one.trim().split(/\s*;\s*/))
    .filter(([, weight]) => !/^q=0(\.0*)?$/.test(weight ?? ''))
    .map(([name]) => name)
  return taken.includes('br') ? 'br' : taken.includes('gzip') ? 'gzip' : null
}
