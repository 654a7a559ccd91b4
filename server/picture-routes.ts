import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { MAX_PICTURE_BYTES } from '../protocol/device-commands.ts'
import { DeviceNameSchema } from '../protocol/device-name-schema.ts'
import { HttpError } from './http-error.ts'
import { parseBody } from './parse-body.ts'
import { createPictureRequests } from './picture-requests.ts'
import type { ServerContext } from './server-context.ts'
import { staffCookie } from './staff-sessions.ts'

const QuerySchema = v.object({ device: DeviceNameSchema })

/** GET /api/staff/picture for the staff, POST /api/pictures/:id for the device that was asked. */
export function addPictureRoutes(app: FastifyInstance, { deviceLinks, readCaller, sessions }: ServerContext): void {
  const pictures = createPictureRequests(deviceLinks)
  app.addContentTypeParser('image/jpeg', { parseAs: 'buffer', bodyLimit: MAX_PICTURE_BYTES }, (_, body, done) =>
    done(null, body),
  )

  app.get('/api/staff/picture', async (request, reply) => {
    if (!sessions.refresh(staffCookie.read(request))) throw new HttpError(401, 'Enter the PIN first.')
    const picture = await pictures.request(parseBody(QuerySchema, request.query).device)
    if (!picture) throw new HttpError(404, 'The device sends no picture now.')
    return reply.type('image/jpeg').header('cache-control', 'no-store').send(picture)
  })

  /** Before the body is read: strangers send no pictures. */
  const refuseStrangers = async (request: Parameters<typeof readCaller>[0]) => {
    if (readCaller(request).kind === 'stranger') throw new HttpError(401, 'Let the device in first.')
  }
  app.post<{ Params: { id: string } }>(
    '/api/pictures/:id',
    { bodyLimit: MAX_PICTURE_BYTES, onRequest: refuseStrangers },
    async (request, reply) => {
      const caller = readCaller(request)
      const { body } = request
      const isWanted =
        Buffer.isBuffer(body) &&
        pictures.receive(request.params.id, caller.kind === 'device' ? caller.name : null, body)
      if (!isWanted) throw new HttpError(404, 'Nobody waits for this picture.')
      return reply.code(204).send()
    },
  )
}
