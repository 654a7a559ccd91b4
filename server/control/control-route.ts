import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import { CommandTargetSchema } from '../../protocol/device-commands.ts'
import { HttpError } from '../http-error.ts'
import { parseBody } from '../parse-body.ts'
import type { ServerContext } from '../server-context.ts'
import { ControlRequestSchema } from './control-request.ts'

const TargetSchema = v.object({ device: v.optional(CommandTargetSchema, 'all') })

/**
 * /control, for a house that sends the key of `npm run exhibit -- control-key` (`Authorization: Bearer …`). POST
 * `{ "do": "volume", "level": 0.5, "device": "hall" }` commands, GET lists devices and songs.
 */
export function addControlRoute(app: FastifyInstance, { showControl, deviceLinks, files, readCaller }: ServerContext) {
  const requireKey = async (request: FastifyRequest) => {
    const given = /^Bearer ([\w-]{32,100})$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const isRight = await showControl.verifyKey(given)
    if (isRight) return
    if (!showControl.keyLimits.spend(readCaller(request), 'wrongKeys', 1))
      throw new HttpError(429, 'Too many wrong keys; wait a minute.')
    if (isRight === null)
      throw new HttpError(404, 'Show control is off; “npm run exhibit -- control-key” makes a key for it.')
    throw new HttpError(401, 'Send the key of show control: “Authorization: Bearer …”.')
  }

  app.get('/control', { onRequest: requireKey }, async (_, reply) => {
    const told = new Map(showControl.list().map((message) => [message.device, message]))
    const { songs, languages } = await files.readIndex()
    return reply.header('cache-control', 'no-store').send({
      devices: deviceLinks.list().map((device) => {
        const { scene = null, session = null, song = null, playing = false, time = 0 } = told.get(device) ?? {}
        return { device, scene, session, song, playing, time }
      }),
      songs: songs.map(({ key, title, duration, chunks }, i) => ({ song: i + 1, title, key, duration, chunks })),
      languages,
    })
  })

  app.post('/control', { onRequest: requireKey }, async (request) => {
    const { device } = parseBody(TargetSchema, request.body)
    const { device: _, ...asked } = request.body as { device?: string }
    const devices = await showControl.command(
      (name) => device === 'all' || name === device,
      parseBody(ControlRequestSchema, asked),
    )
    return { devices }
  })
}
