import { describe, expect, test } from 'vitest'
import { createControlKey, removeControlKey } from '../../../server/control/control-key.ts'
import { connectLiveSocket, createLiveMessage as live } from '../live-socket.ts'
import { ELSEWHERE, openServer, POLL_OPTIONS, SONG_KEY } from '../open-server.ts'

async function openHouse() {
  const server = await openServer()
  const key = await createControlKey(server.data)
  const hall = await connectLiveSocket<{ type: string; command: object }>(server.url, 'piece&device=hall')
  const command = async (body: unknown, headers: Record<string, string> = { authorization: `Bearer ${key}` }) => {
    const answer = await server.post('control', body, headers)
    return { status: answer.status, ...((await answer.json()) as { devices?: string[]; error?: string }) }
  }
  return { ...server, key, hall, command }
}

describe('/control', () => {
  test('commands devices, and says which were reached', async () => {
    const { command, hall } = await openHouse()
    expect(await command({ do: 'next' })).toEqual({ status: 200, devices: ['hall'] })
    expect(await command({ do: 'stop', device: 'hall' })).toEqual({ status: 200, devices: ['hall'] })
    expect(await command({ do: 'stop', device: 'foyer' })).toEqual({ status: 200, devices: [] })
    expect(await command({ do: 'song', song: '=song' })).toEqual({ status: 200, devices: ['hall'] })
    expect(await command({ do: 'volume', level: 1 })).toEqual({ status: 200, devices: ['hall'] })
    await expect
      .poll(() => hall.heard.map((message) => message.command), POLL_OPTIONS)
      .toEqual([
        { do: 'next' },
        { do: 'stop' },
        { do: 'song', song: SONG_KEY },
        { do: 'volume', level: 1, capped: true },
      ])
  })

  test('refuses what it does not know with a sentence, and says what the exhibit has', async () => {
    const { command } = await openHouse()
    for (const body of [
      {},
      [],
      null,
      { do: 'explode' },
      { do: 'volume' },
      { do: 'volume', level: 2 },
      { do: 'mute', on: 1 },
    ])
      expect(await command(body)).toEqual({ status: 400, error: expect.stringMatching(/^The request is invalid/) })
    expect(await command({ do: 'next', device: '../hall' })).toMatchObject({ status: 400 })
    expect(await command({ do: 'next', more: 1 })).toMatchObject({ status: 400 })
    expect(await command({ do: 'song', song: 2 })).toEqual({
      status: 400,
      error: 'The exhibit has no such song; give its place in the list, its title or key.',
    })
  })

  test('lists devices, songs and languages', async () => {
    const { get, key, hall } = await openHouse()
    hall.say(live({ at: performance.timeOrigin + performance.now(), scene: 'free', time: 2 }))
    const read = async () => (await get('control', { headers: { authorization: `Bearer ${key}` } })).json()
    await expect
      .poll(async () => (await read()).devices, POLL_OPTIONS)
      .toEqual([{ device: 'hall', scene: 'free', session: null, song: SONG_KEY, playing: true, time: 2 }])
    expect((await read()).songs).toEqual([{ song: 1, title: '=Song', key: SONG_KEY, duration: 3, chunks: 30 }])
  })

  test('wants the key, on this computer, too; a new one counts at once, and none is off', async () => {
    const { command, get, data, key } = await openHouse()
    expect(await command({ do: 'next' }, {})).toMatchObject({ status: 401 })
    expect(await command({ do: 'next' }, { authorization: `Bearer ${'x'.repeat(43)}` })).toMatchObject({ status: 401 })
    expect((await get('control')).status).toBe(401)
    expect(await command({ do: 'next' }, { ...ELSEWHERE, authorization: `Bearer ${key}` })).toMatchObject({
      status: 200,
    })
    const next = await createControlKey(data)
    await new Promise((done) => setTimeout(done, 1200))
    expect(await command({ do: 'next' }, { authorization: `Bearer ${next}` })).toMatchObject({ status: 200 })
    expect(await command({ do: 'next' })).toMatchObject({ status: 401 })
    await removeControlKey(data)
    await new Promise((done) => setTimeout(done, 1200))
    expect(await command({ do: 'next' }, { authorization: `Bearer ${next}` })).toMatchObject({ status: 404 })
  })

  test('slows wrong keys down, each address for itself, and never the right one', async () => {
    const { command, key } = await openHouse()
    const wrong = (address: string) =>
      command({ do: 'next' }, { 'x-forwarded-for': address, authorization: `Bearer ${'x'.repeat(43)}` })
    const tries = await Promise.all(Array.from({ length: 30 }, () => wrong('192.0.2.7')))
    expect(tries.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(12)
    expect(tries.at(-1)?.status).toBe(429)
    expect((await wrong('192.0.2.8')).status).toBe(401)
    expect(
      await command({ do: 'next' }, { 'x-forwarded-for': '192.0.2.7', authorization: `Bearer ${key}` }),
    ).toMatchObject({ status: 200 })
  })

  test('takes twenty commands a second unless exhibit.json says otherwise', async () => {
    const { command } = await openHouse()
    const answers = await Promise.all(Array.from({ length: 60 }, () => command({ do: 'next' })))
    const taken = answers.filter(({ status }) => status === 200).length
    expect(taken).toBeGreaterThanOrEqual(20)
    expect(taken).toBeLessThan(60)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(60 - taken)
  })
})
