import compress from '@fastify/compress'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isImmutable, type SiteFiles, typeOf } from './site-files.ts'

/** The built site, under /: only its own files, each cached as long as it may be. */
export async function serveFiles(app: FastifyInstance, site: string, files: SiteFiles): Promise<void> {
  await app.register(compress, { encodings: ['br', 'gzip', 'identity'], globalDecompression: false })
  await app.register(fastifyStatic, {
    root: site,
    serve: false,
    // All of these depend on what a file holds, not on when it was written.
    cacheControl: false,
    contentType: false,
    etag: false,
    lastModified: false,
  })

  app.get<{ Params: { '*': string } }>('/*', async (request, reply) => {
    const found = await files.find(request.params['*'])
    if (!found) return reply.callNotFound()
    const { root, path, tag } = found
    // Songs are packed already, and asked for in parts; what is compressed is never asked for in parts.
    const packed = path.endsWith('.songwalk')
    const entityTag = packed ? `"${tag}"` : `W/"${tag}"`
    reply.header('etag', entityTag)
    reply.header('cache-control', isImmutable(path) ? 'public, max-age=31536000, immutable' : 'no-cache')
    if (isKnown(request, tag)) return reply.code(304).send()
    forgetOldParts(request, entityTag)
    return reply.type(typeOf(path)).sendFile(path, root, { acceptRanges: packed })
  })
}

/** If-None-Match: weak comparison, as of RFC 9110 (13.1.2). */
const isKnown = ({ headers }: FastifyRequest, tag: string) =>
  (headers['if-none-match'] ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === `"${tag}"`)

/** If-Range: a part of another version is of no use; the whole is sent (RFC 9110, 13.1.5). */
function forgetOldParts({ raw }: FastifyRequest, entityTag: string): void {
  const of = raw.headers['if-range']
  if (of !== undefined && of !== entityTag) delete raw.headers.range
  delete raw.headers['if-range']
}
