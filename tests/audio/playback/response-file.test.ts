import { readFile } from 'node:fs/promises'
import { beforeEach, expect, test, vi } from 'vitest'
import { packResponseTable, readResponseTable } from '../../../audio/playback/response-table.ts'

const file = new Uint8Array(await readFile('audio/playback/responses/kemar.bin'))
const standard = readResponseTable(file.slice().buffer)
const own = packResponseTable({ ...standard, sampleRate: 48_000 })

/** What the server has, by address. */
let served: Record<string, Uint8Array<ArrayBuffer>>
const load = vi.fn(async (url: string, _options: RequestInit) => {
  const name = Object.keys(served).find((one) => url.includes(one))
  return name ? new Response(served[name]) : new Response('', { status: 404 })
})
let ears: typeof import('../../../audio/playback/response-file.ts')
beforeEach(async () => {
  served = { kemar: file, 'own.bin': own, 'page.html': new Uint8Array(500_000), 'text.bin': new Uint8Array(100) }
  vi.stubGlobal('fetch', load)
  vi.resetModules()
  ears = await import('../../../audio/playback/response-file.ts')
})

test('without a wish the table that ships is loaded, once', async () => {
  load.mockClear()
  expect((await ears.loadResponseTable()).sampleRate).toBe(44_100)
  await ears.loadResponseTable()
  expect(load).toHaveBeenCalledOnce()
})

test('one’s own ears replace it, and come from this server alone', async () => {
  load.mockClear()
  await ears.wearEars('own.bin')
  expect((await ears.loadResponseTable()).sampleRate).toBe(48_000)
  expect(load).toHaveBeenCalledOnce()
  expect(load.mock.calls[0]?.[1]).toEqual({ mode: 'same-origin' })
})

test.each(['none.bin', 'text.bin', 'page.html', ''])(
  '“%s” is refused, and the table that ships stays',
  async (name) => {
    await expect(ears.wearEars(name)).rejects.toThrow()
    expect((await ears.loadResponseTable()).sampleRate).toBe(44_100)
  },
)

test('voices that begin before the ears are known wait for them', async () => {
  const worn = ears.wearEars('own.bin')
  const loaded = ears.loadResponseTable()
  await worn
  expect((await loaded).sampleRate).toBe(48_000)
})
