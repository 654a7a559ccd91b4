import type { FastifyReply, FastifyRequest } from 'fastify'
import { readPathPrefix } from './trust-proxy.ts'

/**
 * A cookie that scripts cannot read, sent with requests and WebSockets of this server's pages alone. Its name differs by
 * scheme, because browsers share cookies among ports, and http://localhost must not overwrite a cookie of HTTPS. Behind
 * a proxy it is for the path of the exhibit, so that others under that name do not get it.
 */
export function createCookie(name: string, { maxAge }: { maxAge?: number } = {}) {
  const place = (request: FastifyRequest) => {
    const [path, secure] = [readPathPrefix(request), request.protocol === 'https']
    // A browser takes a cookie called __Host- only for the path /.
    return { name: `${secure ? (path === '/' ? '__Host-' : '__Secure-') : ''}${name}`, path, secure }
  }
  return {
    read: (request: FastifyRequest): string | undefined => request.cookies[place(request).name],
    set: (request: FastifyRequest, reply: FastifyReply, value: string): FastifyReply => {
      const { name, ...options } = place(request)
      const lifetime = maxAge === undefined ? {} : { maxAge }
      return reply.setCookie(name, value, { ...options, ...lifetime, httpOnly: true, sameSite: 'strict' })
    },
    clear: (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
      const { name, ...options } = place(request)
      return reply.clearCookie(name, options)
    },
  }
}
