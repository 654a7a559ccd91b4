import * as v from 'valibot'

/** In the folder of a built site; it lists every other file. */
export const RELEASE_FILE_NAME = 'release.json'

const PathSchema = v.pipe(
  v.string(),
  v.regex(/^[^/\\?#:][^\\?#:]*$/),
  v.check((path) => path.split('/').every((part) => part !== '..' && part !== '.' && part !== '')),
)

const ReleaseSchema = v.object({
  version: v.pipe(v.string(), v.regex(/^[\w-]{1,60}$/)),
  files: v.array(
    v.object({
      /** From the site's folder, with “/”. */
      path: PathSchema,
      bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    }),
  ),
})
export type Release = v.InferOutput<typeof ReleaseSchema>
export type ReleaseFile = Release['files'][number]

/** Whether a file is another one in compressed form, which only servers need. */
export const isCompressedVariant = (path: string): boolean => /\.(br|gz)$/.test(path)

/** @returns null for a text that is not a release */
export function parseRelease(text: string): Release | null {
  try {
    const parsed = v.safeParse(ReleaseSchema, JSON.parse(text))
    return parsed.success ? parsed.output : null
  } catch {
    return null
  }
}
