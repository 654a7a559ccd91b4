import * as v from 'valibot'

/** An export is a tar file: this entry, the files of the exhibit, and the seal. */
export const ARCHIVE_HEADER_NAME = 'songwalk-export.json'
export const ARCHIVE_SEAL_NAME = 'songwalk-seal.json'
export const ARCHIVE_FORMAT = 1

/** Any version of songwalk can read this much of a header. */
export const ArchiveFormatSchema = v.object({ format: v.pipe(v.number(), v.integer()) })

export const ArchiveHeaderSchema = v.object({
  format: v.literal(ARCHIVE_FORMAT),
  /** Version of the songwalk that wrote it. */
  songwalk: v.string(),
  /** ISO 8601. */
  created: v.string(),
  visits: v.pipe(v.number(), v.integer(), v.minValue(0)),
})
export type ArchiveHeader = v.InferOutput<typeof ArchiveHeaderSchema>

const SealedFileSchema = v.object({ path: v.string(), bytes: v.number(), sha256: v.string() })
export type SealedFile = v.InferOutput<typeof SealedFileSchema>
export const ArchiveSealSchema = v.object({ files: v.array(SealedFileSchema) })

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are refused
const UNSAFE = /[\u0000-\u001f\u007f\\]|^[a-z]:/i

/** Whether a path of an archive stays within the folder that it is unpacked to, on any system. */
export const isSafePath = (path: string): boolean =>
  !UNSAFE.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
