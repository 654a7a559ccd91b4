import { readFile } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { type OpenPage, openApp } from '../harness/pages.ts'
import { waitForSnapshot } from '../harness/snapshot.ts'

let opened: OpenPage
afterEach(() => opened.close())

/** Opens the page with an address; `mine.bin` is on its server, and leads elsewhere as `away.bin`. */
async function open(search: string): Promise<string[]> {
  const table = await readFile('audio/playback/responses/kemar.bin')
  const asked: string[] = []
  opened = await openApp({ draw: false, reducedMotion: true })
  const { page } = opened
  page.on('request', (request) => void (request.resourceType() === 'fetch' && asked.push(request.url())))
  await page.route('**/mine.bin', (route) => route.fulfill({ body: table }))
  await page.goto(`${page.url().split('?')[0]}${search}`)
  await waitForSnapshot(page, ({ phase, stage }) => phase === 'ready' && stage === null)
  return asked
}

test('?ears= loads a table from this server instead of the one that ships', async () => {
  const asked = await open('?ears=mine.bin')
  await opened.page.getByRole('button', { name: 'Play', exact: true }).click()
  const { error } = await waitForSnapshot(opened.page, ({ time }) => time > 0.3)
  expect(error).toBeNull()
  expect(asked.filter((url) => url.endsWith('mine.bin'))).toHaveLength(1)
  expect(asked.filter((url) => url.includes('kemar'))).toEqual([])
})

test.each(['none.bin', 'https://example.org/ears.bin', 'index.html'])(
  '“%s” gets a sentence, and the song is heard with the usual ears',
  async (name) => {
    const asked = await open(`?ears=${name}`)
    await opened.page.getByRole('button', { name: 'Play', exact: true }).click()
    const { error } = await waitForSnapshot(opened.page, ({ time }) => time > 0.3)
    expect(error).toContain(`“${name}” in the address cannot be used as ears`)
    expect(asked.filter((url) => url.includes('kemar'))).toHaveLength(1)
    expect(asked.filter((url) => url.includes('example.org'))).toEqual([])
  },
)
