import { once } from 'node:events'
import { WebSocket } from 'ws'

type Reply = { id?: number; type: string; result?: unknown; error?: string; message?: string }

/** A WebDriver BiDi connection (W3C WebDriver BiDi, section 3.2). */
export interface BidiClient {
  send<T>(method: string, params: object): Promise<T>
  close(): void
}

export async function connectBidi(url: string): Promise<BidiClient> {
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 2 ** 28 })
  await once(socket, 'open')
  let lastId = 0
  const waiting = new Map<number, (reply: Reply) => void>()
  socket.on('message', (data) => {
    const reply = JSON.parse(String(data)) as Reply
    if (reply.id === undefined) return
    waiting.get(reply.id)?.(reply)
    waiting.delete(reply.id)
  })
  socket.on('close', () => {
    for (const settle of waiting.values()) settle({ type: 'error', error: 'closed', message: 'The browser has ended.' })
    waiting.clear()
  })
  return {
    send: <T>(method: string, params: object) =>
      new Promise<T>((resolve, reject) => {
        const id = ++lastId
        waiting.set(id, ({ type, result, error, message }) =>
          type === 'success' ? resolve(result as T) : reject(new Error(`${method}: ${error}: ${message}`)),
        )
        socket.send(JSON.stringify({ id, method, params }))
      }),
    close: () => socket.close(),
  }
}
