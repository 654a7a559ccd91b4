import * as v from 'valibot'

const VersionSchema = v.pipe(v.string(), v.regex(/^[\w-]{1,60}$/))

/** What release.json says: every file of a built site but itself and the service worker. */
const ReleaseSchema = v.object({
  version: VersionSchema,
  files: v.array(
    v.object({
      path: v.pipe(
        v.string(),
        v.regex(/^[^/\\?#:][^\\?#:]*$/),
        v.check((path) => path.split('/').every((step) => step !== '..' && step !== '.' && step !== '')),
      ),
      bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    }),
  ),
})

export type Release = v.InferOutput<typeof ReleaseSchema>
export type ReleaseFile = Release['files'][number]

/** The service worker and the list itself are the browser's and the network's business. */
const NETWORK_ONLY_PATHS = ['sw.js', 'release.json']

/** @returns null for what no page could start from */
export function parseRelease(text: string): Release | null {
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch {
    return null
  }
  const read = v.safeParse(ReleaseSchema, found)
  if (!read.success) return null
  const files = read.output.files.filter(({ path }) => !NETWORK_ONLY_PATHS.includes(path))
  return files.some(({ path }) => path === 'index.html') ? { version: read.output.version, files } : null
}

/**
 * Which file of a release answers a request.
 * @param path of the request, from the site's own folder, without `?` and `#`
 * @param navigation a page is opened, rather than something in it
 * @returns null for what is always the network's: the server's own answers, and what is not known
 */
export function resolveReleaseFile(path: string, navigation: boolean): string | null {
  if (NETWORK_ONLY_PATHS.includes(path) || /^(api\/|api$|live$|health$|metrics$)/.test(path)) return null
  if (!navigation) return path
  if (/^spectator(\.html)?$/.test(path)) return 'spectator.html'
  // A page deeper down could not find its own files.
  return path.includes('/') ? null : 'index.html'
}
