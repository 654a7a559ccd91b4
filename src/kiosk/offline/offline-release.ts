import { isCompressedVariant, parseRelease, RELEASE_FILE_NAME, type Release } from '../../../protocol/release.ts'

/** The browser updates the service worker, and only the network can tell of a newer release. */
const NETWORK_ONLY_PATHS = ['sw.js', RELEASE_FILE_NAME]

/**
 * The release whose files are kept on this device.
 * @returns null for a text that is not a release, or a release without a page
 */
export function parseOfflineRelease(text: string): Release | null {
  const release = parseRelease(text)
  const files =
    release?.files.filter(({ path }) => !NETWORK_ONLY_PATHS.includes(path) && !isCompressedVariant(path)) ?? []
  return release && files.some(({ path }) => path === 'index.html') ? { ...release, files } : null
}

/**
 * Finds the file of a release that answers a request.
 * @param path of the request, from the site's folder, without `?` and `#`
 * @param navigation the request opens a page
 * @returns null for requests that only the network can answer: the server's API, and pages in other folders
 */
export function resolveReleaseFile(path: string, navigation: boolean): string | null {
  if (NETWORK_ONLY_PATHS.includes(path) || /^(api\/|api$|live$|health$|metrics$)/.test(path)) return null
  if (!navigation) return path
  if (/^spectator(\.html)?$/.test(path)) return 'spectator.html'
  // A page in another folder could not find its files, which have relative URLs.
  return path.includes('/') ? null : 'index.html'
}
