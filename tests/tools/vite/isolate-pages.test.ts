import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PreviewServer, preview } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isolatePages } from '../../../tools/vite/isolate-pages.ts'
import { findFreePort } from '../../e2e/harness/free-port.ts'

let folder: string
let server: PreviewServer
let url: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isolated-'))
  await writeFile(join(folder, 'worker.js'), '')
  const port = await findFreePort()
  server = await preview({
    configFile: false,
    logLevel: 'silent',
    plugins: [isolatePages()],
    build: { outDir: folder },
    preview: { port, host: 'localhost' },
  })
  url = `http://localhost:${port}/worker.js`
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

test('a script is isolated, also when the browser has it already', async () => {
  const first = await fetch(url)
  const again = await fetch(url, { headers: { 'If-None-Match': first.headers.get('etag') ?? '' } })
  expect([first.status, again.status]).toEqual([200, 304])
  for (const { headers } of [first, again]) {
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  }
})
