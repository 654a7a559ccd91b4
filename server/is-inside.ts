import { sep } from 'node:path'

/**
 * Whether a file or folder lies in a folder, which may be the root of a drive.
 * @param folder absolute, like `path`, both with links resolved
 */
export const isInside = (folder: string, path: string): boolean =>
  path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
