import compress from '@fastify/compress'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { createCompressedCache, isCompressible, negotiateEncoding } from './compressed-cache.ts'
import { getMimeType, isImmutable, type SiteFiles } from './site-files.ts'

/** The built site, under /: only its own files, each cached as long as it may be. */
export async function addFileRoutes(app: FastifyInstance, site: string, files: SiteFiles): Promise<void> {
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

  const packed = createCompressedCache()

  app.get<{ Params: { '*': string } }>('/*', async (request, reply) => {
    const found = await files.find(request.params['*'])
    if (!found) return reply.callNotFound()
    const { root, path, entityTag: tag } = found
    // Songs are packed already, and asked for in parts; what is compressed is never asked for in parts.
    const inParts = path.endsWith('.songwalk')
    const entityTag = inParts ? `"${tag}"` : `W/"${tag}"`
    reply.header('etag', entityTag)
    reply.header('cache-control', isImmutable(path) ? 'public, max-age=31536000, immutable' : 'no-cache')
    if (isNotModified(request, tag)) return reply.code(304).send()
    dropStaleRange(request, entityTag)
    reply.type(getMimeType(path))
    if (isCompressible(getMimeType(path))) {
      reply.header('vary', 'accept-encoding')
      const encoding = negotiateEncoding(request.headers['accept-encoding'])
      const data = encoding && (await packed(found, encoding))
      if (data) return reply.header('content-encoding', encoding).send(data)
    }
    return reply.sendFile(path, root, { acceptRanges: inParts })
  })
}

/** If-None-Match: weak comparison, as of RFC 9110 (13.1.2). */
const isNotModified = ({ headers }: FastifyRequest, tag: string) =>
  (headers['if-none-match'] ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === `"${tag}"`)

/** If-Range: a part of another version is of no use; the whole is sent (RFC 9110, 13.1.5). */
function dropStaleRange({ raw }: FastifyRequest, entityTag: string): void {
  const of = raw.headers['if-range']
  if (of !== undefined && of !== entityTag) delete raw.headers.range
  delete raw.headers['if-range']
}
