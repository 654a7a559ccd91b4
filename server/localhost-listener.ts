import { createServer, type Server } from 'node:http'
import type { FastifyInstance } from 'fastify'

/**
 * Serves an HTTPS app over HTTP too, to this computer only. Browsers treat http://localhost as secure, so that a screen
 * on this computer needs no certificate.
 */
export async function listenOnLocalhost(app: FastifyInstance, port: number): Promise<Server> {
  const server = createServer((request, response) => app.routing(request, response))
  server.on('upgrade', (request, socket, head) => app.server.emit('upgrade', request, socket, head))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return server
}
