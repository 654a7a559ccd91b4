import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import type { Alarm } from '../../../server/alarms/alarm.ts'

/** A real HTTP server that takes alarms, closed after the test. */
export async function openReceiver(port = 0) {
  const got: { alarm: Alarm; method: string | undefined; type: string | undefined }[] = []
  /** The next answers; then 200. `null`: none at all. */
  const answers: (number | null)[] = []
  let attempts = 0
  const server = createServer(async (request, response) => {
    attempts++
    const alarm = (await json(request)) as Alarm
    const status = answers.length > 0 ? answers.shift() : 200
    if (status === null) return request.socket.destroy()
    if (status === 200) got.push({ alarm, method: request.method, type: request.headers['content-type'] })
    response.writeHead(status ?? 200, status === 302 ? { location: '/elsewhere' } : {}).end('thanks')
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  onTestFinished(close)
  const { port: opened } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${opened}/hook?token=secret`,
    port: opened,
    got,
    answers,
    attempts: () => attempts,
    list: () => got.map(({ alarm }) => `${alarm.event} ${alarm.device}`),
    close,
  }
}
