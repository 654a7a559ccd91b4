import { expect, test } from 'vitest'
import { MAX_PICTURE_BYTES, type PictureRequest } from '../../protocol/device-commands.ts'
import { connectLiveSocket } from './live-socket.ts'
import { ELSEWHERE, enterPin, openServer, POLL_OPTIONS } from './open-server.ts'

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])

async function open() {
  const server = await openServer()
  const staff = await enterPin(server.post)
  const letIn = async (device: string) => {
    const { code } = await (await server.post('api/staff/code', {}, staff)).json()
    const entry = await server.post('api/staff/enter', { pin: code, device }, ELSEWHERE)
    return { ...ELSEWHERE, cookie: entry.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
  }
  const connect = (query: string, headers = {}) => connectLiveSocket<PictureRequest>(server.url, query, { headers })
  const ask = (device: string, headers: Record<string, string> = staff) =>
    server.get(`api/staff/picture?device=${device}`, { headers })
  const send = (id: string, body: Buffer, headers: Record<string, string> = {}, type = 'image/jpeg') =>
    server.get(`api/pictures/${id}`, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: { 'content-type': type, ...headers },
    })
  const waitForRequest = async ({ heard }: { heard: PictureRequest[] }, count = 1) => {
    await expect.poll(() => heard.length, POLL_OPTIONS).toBe(count)
    return heard[count - 1]?.id ?? ''
  }
  return { ...server, staff, letIn, connect, ask, send, waitForRequest }
}

test('a picture goes from the device that was asked to the staff who asked, and is kept nowhere', async () => {
  const { ask, connect, letIn, send, waitForRequest } = await open()
  const key = await letIn('quest-1')
  const quest = await connect('piece', key)
  const [one, other] = [ask('quest-1'), ask('quest-1')]
  const id = await waitForRequest(quest)
  expect(quest.heard[0]?.type).toBe('picture')
  expect((await send(id, JPEG, key)).status).toBe(204)
  for (const answer of await Promise.all([one, other])) {
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      200,
      'image/jpeg',
      'no-store',
    ])
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(JPEG)
  }
  // Both had asked for one picture; the number is used up.
  expect(quest.heard).toHaveLength(1)
  expect((await send(id, JPEG, key)).status).toBe(404)
})

test('nobody else sends it: no stranger, no other device, no other number, nothing that is no small JPEG', async () => {
  const { ask, connect, letIn, send, waitForRequest } = await open()
  const [key, otherKey] = [await letIn('quest-1'), await letIn('quest-2')]
  const quest = await connect('piece', key)
  const asked = ask('quest-1')
  const id = await waitForRequest(quest)
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47])
  const large = Buffer.concat([JPEG, Buffer.alloc(MAX_PICTURE_BYTES)])
  expect((await send(id, JPEG, ELSEWHERE)).status).toBe(401)
  expect((await send(id, JPEG, otherKey)).status).toBe(404)
  expect((await send('A'.repeat(22), JPEG, key)).status).toBe(404)
  expect((await send(id, png, key)).status).toBe(404)
  expect((await send(id, large, key)).status).toBe(413)
  expect((await send(id, JPEG, key, 'image/png')).status).toBe(415)
  expect((await send(id, JPEG, key)).status).toBe(204)
  expect((await asked).status).toBe(200)
})

test('nobody but the staff asks; a device that is not there has no picture', async () => {
  const { ask, connect } = await open()
  const hall = await connect('piece&device=hall')
  expect((await ask('hall', {})).status).toBe(401)
  expect((await ask('foyer')).status).toBe(404)
  expect((await ask('../hall')).status).toBe(400)
  expect(hall.heard).toEqual([])
})

test('a device that does not answer is given up, and can be asked again', async () => {
  const { ask, connect, send, waitForRequest } = await open()
  const hall = await connect('piece&device=hall')
  expect((await ask('hall')).status).toBe(404)
  const again = ask('hall')
  expect((await send(await waitForRequest(hall, 2), JPEG)).status).toBe(204)
  expect((await again).status).toBe(200)
}, 30_000)
