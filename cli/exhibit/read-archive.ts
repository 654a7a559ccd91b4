import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extract as createExtract } from 'tar-stream'
import * as v from 'valibot'
import { OperatorError } from '../../server/operator-error.ts'
import {
  ARCHIVE_FORMAT,
  ARCHIVE_HEADER_NAME,
  ARCHIVE_SEAL_NAME,
  ArchiveFormatSchema,
  type ArchiveHeader,
  ArchiveHeaderSchema,
  ArchiveSealSchema,
  isSafePath,
  type SealedFile,
} from './archive-format.ts'

const MAX_TEXT_BYTES = 20e6

/** Gets one file of an archive; all of its content must be read. */
export type FileReceiver = (path: string, mode: number, content: AsyncIterable<Uint8Array>) => Promise<void>

/**
 * Reads an archive as a stream. Whatever a receiver got counts only once this resolves: the hashes come last.
 * @throws {OperatorError} one sentence if it is none, is damaged, or is of a version that is not known
 */
export async function readArchive(path: string, receive: FileReceiver): Promise<ArchiveHeader> {
  const damaged = new OperatorError(
    `“${path}” is damaged or not complete; take another copy of it. Nothing was changed.`,
  )
  const extract = createExtract()
  let readError: unknown = null
  const feed = async () => {
    for await (const piece of createReadStream(path))
      if (!extract.write(piece)) await Promise.race([once(extract, 'drain'), once(extract, 'close')])
    extract.end()
  }
  feed().catch((error: unknown) => {
    readError = error
    extract.destroy(error as Error)
  })
  let header: ArchiveHeader | null = null
  let seal: readonly SealedFile[] | null = null
  const received: SealedFile[] = []
  try {
    for await (const entry of extract) {
      const { name, type, mode = 0 } = entry.header
      if (!header) header = parseHeader(path, name, await readText(entry))
      else if (seal || type !== 'file' || !isSafePath(name)) throw damaged
      else if (name === ARCHIVE_SEAL_NAME) seal = parse(ArchiveSealSchema, await readText(entry))?.files ?? []
      else {
        const sha256 = createHash('sha256')
        let bytes = 0
        const hashed = async function* () {
          for await (const piece of entry) {
            sha256.update(piece)
            bytes += piece.length
            yield piece
          }
        }
        await receive(name, mode & 0o777, hashed())
        received.push({ path: name, bytes, sha256: sha256.digest('hex') })
      }
    }
  } catch (error) {
    extract.destroy()
    if (error instanceof OperatorError) throw error
    const { code } = (readError ?? error) as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new OperatorError(`“${path}” does not exist; give the file of an export.`)
    // The receiver's disk.
    if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) throw error
    throw header ? damaged : createNotExportError(path)
  }
  if (!header) throw createNotExportError(path)
  if (!seal || JSON.stringify(seal) !== JSON.stringify(received)) throw damaged
  // What follows the end of a tar file is not read.
  if ((await stat(path)).size < received.reduce((sum, { bytes }) => sum + bytes, 0)) throw damaged
  return header
}

const createNotExportError = (path: string) =>
  new OperatorError(`“${path}” is not an export of songwalk; “npm run exhibit -- export” writes one.`)

function parseHeader(path: string, name: string, text: string): ArchiveHeader {
  const known = name === ARCHIVE_HEADER_NAME ? parse(ArchiveFormatSchema, text) : null
  if (!known) throw createNotExportError(path)
  if (known.format !== ARCHIVE_FORMAT)
    throw new OperatorError(
      `“${path}” has format ${known.format}, and this songwalk knows format ${ARCHIVE_FORMAT} only; update songwalk here, then import it. Nothing was changed.`,
    )
  const header = parse(ArchiveHeaderSchema, text)
  if (!header) throw createNotExportError(path)
  return header
}

async function readText(content: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of content) {
    bytes += piece.length
    if (bytes <= MAX_TEXT_BYTES) pieces.push(piece)
  }
  return Buffer.concat(pieces).toString()
}

function parse<S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> | null {
  try {
    return v.parse(schema, JSON.parse(text))
  } catch {
    return null
  }
}
