import { createServer, type Server } from 'node:http'
import type { FastifyInstance } from 'fastify'

/**
 * Opens the same server to this computer alone, without HTTPS: browsers take http://localhost for secure, so that the
 * screen in the room needs no certificate while headsets come over HTTPS.
 */
export async function listenOnLocalhost(app: FastifyInstance, port: number): Promise<Server> {
  const server = createServer((request, answer) => app.routing(request, answer))
  server.on('upgrade', (request, socket, head) => app.server.emit('upgrade', request, socket, head))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return server
}
