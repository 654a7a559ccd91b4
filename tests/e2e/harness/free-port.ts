import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below the ports that systems give to outgoing connections, so that a server can be stopped and started again. */
const MIN_PORT = 20_000
const MAX_PORT = 30_000

const isFree = async (port: number): Promise<boolean> => {
  const probe = createServer().listen(port, 'localhost')
  const listening = await once(probe, 'listening').then(
    () => true,
    () => false,
  )
  probe.close()
  return listening
}

/** A random port, so that tests of two checkouts can run at the same time. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(MIN_PORT, MAX_PORT)
    if (await isFree(port)) return port
  }
}
