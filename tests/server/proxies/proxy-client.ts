import { once } from 'node:events'
import { request } from 'node:https'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { type Place, PROXIED_NAME } from './start-proxy.ts'

export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string }

/** A browser in the network with cookies, which asks a proxy as pages do. */
export function createProxyClient(port: number, place: Place, localAddress = '127.0.0.1') {
  const host = `${PROXIED_NAME}:${port}`
  const connection = { host: '127.0.0.1', port, servername: PROXIED_NAME, rejectUnauthorized: false, localAddress }
  const cookies = new Map<string, { value: string; path: string }>()
  const listCookies = (path: string) =>
    [...cookies]
      .flatMap(([name, cookie]) => (path.startsWith(cookie.path) ? [`${name}=${cookie.value}`] : []))
      .join('; ')

  async function ask(method: string, path: string, body?: unknown, more: Record<string, string> = {}): Promise<Answer> {
    const sent = body === undefined ? '' : JSON.stringify(body)
    const asked = request({
      ...connection,
      method,
      path,
      headers: {
        host,
        cookie: listCookies(path),
        ...(method === 'GET' ? {} : { origin: `https://${host}`, 'content-type': 'application/json' }),
        'content-length': Buffer.byteLength(sent),
        ...more,
      },
    })
    asked.end(sent)
    const [answer] = await once(asked, 'response')
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) as RegExpExecArray
      cookies.set(name as string, { value: value as string, path: /Path=([^;]+)/.exec(line)?.[1] ?? '/' })
    }
    return { status: answer.statusCode, headers: answer.headers, body: await text(answer) }
  }

  return {
    cookies,
    get: (path: string) => ask('GET', place + path),
    /** From the root of the name, whatever the place. */
    getAnywhere: (path: string) => ask('GET', path),
    post: (path: string, body: unknown = {}, more: Record<string, string> = {}) =>
      ask('POST', place + path, body, more),
    /** A live socket that records what it hears; null if it is refused. */
    connectLive: async (role: string) => {
      const tls = { servername: PROXIED_NAME, rejectUnauthorized: false }
      const socket = new WebSocket(`wss://127.0.0.1:${port}${place}live?role=${role}`, {
        ...tls,
        headers: { host, cookie: listCookies(place) },
        origin: `https://${host}`,
      })
      onTestFinished(() => socket.terminate())
      const heard: unknown[] = []
      socket.on('message', (data) => heard.push(JSON.parse(String(data))))
      const isOpen = await new Promise((resolve) =>
        socket.once('open', () => resolve(true)).once('error', () => resolve(false)),
      )
      return isOpen ? { heard, say: (message: unknown) => socket.send(JSON.stringify(message)) } : null
    },
  }
}
