import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import { OperatorError } from '../../server/operator-error.ts'

/**
 * Holds folders for this process alone. The system lets go of them when the process ends, however it ends: after a power
 * cut no file is left that would say somebody is still there. Only Linux and Windows have such names; elsewhere nothing
 * is held.
 * @param folders absolute, without links
 * @returns lets go of them
 * @throws {OperatorError} one sentence if another process has one of them
 */
export async function lockFolders(folders: readonly string[]): Promise<() => void> {
  const held: Server[] = []
  const letGo = () => {
    for (const server of held) server.close()
  }
  try {
    for (const folder of new Set(folders)) {
      const name = createLockName(folder)
      if (name !== null) held.push(await acquireLock(name, folder))
    }
  } catch (error) {
    letGo()
    throw error
  }
  return letGo
}

function createLockName(folder: string): string | null {
  const name = `songwalk-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`
  // unix(7), “abstract”: a name without a file.
  if (process.platform === 'linux') return `\0${name}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : null
}

const acquireLock = (name: string, folder: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new OperatorError(`Another songwalk is building in “${folder}”; wait until it has ended.`)
          : error,
      ),
    )
    server.listen(name, () => resolve(server.unref()))
  })
