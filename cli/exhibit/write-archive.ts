import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { type FileHandle, stat } from 'node:fs/promises'
import { pack as createPack } from 'tar-stream'
import { OperatorError } from '../../server/operator-error.ts'
import { ARCHIVE_HEADER_NAME, ARCHIVE_SEAL_NAME, type ArchiveHeader, type SealedFile } from './archive-format.ts'

/** `path` is the name in the archive, with “/”. */
export type FileToArchive = { path: string; source: string }

/**
 * Writes an archive as a stream: the header, the files, and the seal with their hashes.
 * @throws {OperatorError} one sentence if a file changes meanwhile
 */
export async function writeArchive(
  file: FileHandle,
  header: ArchiveHeader,
  files: readonly FileToArchive[],
): Promise<void> {
  const pack = createPack()
  const addText = (name: string, value: unknown) => {
    const text = Buffer.from(`${JSON.stringify(value, null, 1)}\n`)
    return writeEntry({ name, size: text.length, mode: 0o600 }, [text])
  }

  async function writeEntry(
    entryHeader: { name: string; size: number; mode: number },
    content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ) {
    let entry: ReturnType<typeof pack.entry> | undefined
    const isWritten = new Promise<void>((resolve, reject) => {
      entry = pack.entry(entryHeader, (error) => (error ? reject(error) : resolve()))
    })
    isWritten.catch(() => {})
    for await (const piece of content) if (!entry?.write(piece)) await once(entry as NodeJS.EventEmitter, 'drain')
    entry?.end()
    await isWritten
  }

  async function addAll() {
    const sealed: SealedFile[] = []
    await addText(ARCHIVE_HEADER_NAME, header)
    for (const { path, source } of files) {
      const { size, mode } = await stat(source)
      const sha256 = createHash('sha256')
      let bytes = 0
      const read = async function* () {
        if (size > 0)
          for await (const piece of createReadStream(source, { end: size - 1 })) {
            sha256.update(piece)
            bytes += piece.length
            yield piece as Uint8Array
          }
        if (bytes !== size) throw new OperatorError(`“${source}” was changed while it was read; start again.`)
      }
      await writeEntry({ name: path, size, mode: mode & 0o777 }, read())
      sealed.push({ path, bytes, sha256: sha256.digest('hex') })
    }
    await addText(ARCHIVE_SEAL_NAME, { files: sealed })
    pack.finalize()
  }

  async function save() {
    for await (const piece of pack) await file.write(piece as Uint8Array)
    await file.sync()
  }

  try {
    await Promise.all([addAll(), save()])
  } finally {
    pack.destroy()
  }
}
