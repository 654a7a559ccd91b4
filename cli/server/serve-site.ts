import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { SongError } from '../../audio/errors.ts'

// A placeholder with the signature of the real one, until that is merged: files alone, on this computer alone.

export type ServeOptions = {
  site: string
  data: string
  pinHash?: string | undefined
  host?: string | undefined
  port?: number | undefined
  https?: { cert: string; key: string } | 'own' | undefined
  localPort?: number | undefined
  names?: readonly string[] | undefined
  signals?: boolean | undefined
}

export type SiteServer = { url: string; close(): Promise<void> }

const types: Record<string, string> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
}

export async function serveSite({ site, host = '127.0.0.1', port = 8443 }: ServeOptions): Promise<SiteServer> {
  const { files } = JSON.parse(await readFile(join(site, 'release.json'), 'utf8')) as { files: { path: string }[] }
  const known = new Set(['release.json', ...files.map(({ path }) => path)])
  const server = createServer((request, answer) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1) || 'index.html'
    if (!known.has(path)) return answer.writeHead(404).end()
    answer.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
    answer.setHeader('Cross-Origin-Embedder-Policy', 'require-corp')
    answer.setHeader('content-type', types[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream')
    createReadStream(join(site, path)).pipe(answer)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', () => reject(new SongError(`Port ${port} is taken; choose another port.`)))
    server.listen(port, host, resolve)
  })
  const at = server.address() as { port: number }
  return {
    url: `http://localhost:${at.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
