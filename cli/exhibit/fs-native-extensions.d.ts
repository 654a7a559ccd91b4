declare module 'fs-native-extensions' {
  /**
   * Locks a whole file for this file descriptor, until it is closed or the process ends.
   * @param fd opened for writing
   * @returns false if the file is locked already
   */
  export function tryLock(fd: number): boolean
  /** Exchanges two paths in one step (Linux and macOS). */
  export function swap(from: string, to: string): Promise<void>
}
