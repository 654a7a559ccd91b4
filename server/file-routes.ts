import compress from '@fastify/compress'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { getMimeType, isImmutable, type SiteFiles } from './site-files.ts'

/** Serves the files of a built site under /, and no others. */
export async function addFileRoutes(app: FastifyInstance, siteFolder: string, files: SiteFiles): Promise<void> {
  // For answers and files that have no compressed variant beside them.
  await app.register(compress, { encodings: ['br', 'gzip', 'identity'], globalDecompression: false })
  await app.register(fastifyStatic, {
    root: siteFolder,
    serve: false,
    preCompressed: true,
    // These headers depend on the content of a file, not on its time.
    cacheControl: false,
    contentType: false,
    etag: false,
    lastModified: false,
  })

  app.get<{ Params: { '*': string } }>('/*', async (request, reply) => {
    const file = await files.find(request.params['*'])
    if (!file) return reply.callNotFound()
    const { root, path } = file
    // Only songs are requested in parts, and they are never compressed.
    const acceptRanges = path.endsWith('.songwalk')
    const entityTag = acceptRanges ? `"${file.entityTag}"` : `W/"${file.entityTag}"`
    reply.header('etag', entityTag)
    reply.header('cache-control', isImmutable(path) ? 'public, max-age=31536000, immutable' : 'no-cache')
    if (isNotModified(request, file.entityTag)) return reply.code(304).send()
    dropStaleRange(request, entityTag)
    return reply.type(getMimeType(path)).sendFile(path, root, { acceptRanges })
  })
}

/** If-None-Match with weak comparison (RFC 9110, 13.1.2). */
const isNotModified = ({ headers }: FastifyRequest, tag: string) =>
  (headers['if-none-match'] ?? '').split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === `"${tag}"`)

/** If-Range: with another version of the file, the range is ignored and the whole file is sent (RFC 9110, 13.1.5). */
function dropStaleRange({ raw }: FastifyRequest, entityTag: string): void {
  const condition = raw.headers['if-range']
  if (condition !== undefined && condition !== entityTag) delete raw.headers.range
  delete raw.headers['if-range']
}
