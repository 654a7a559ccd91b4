import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Visit } from '../../protocol/visit.ts'
import { openVisitsStore } from '../../server/visits/visits-store.ts'
import { createTestFolder, createVisit, POLL_OPTIONS, writeSite } from './open-server.ts'

const child = fileURLToPath(new URL('./serve-child.ts', import.meta.url))

async function start(site: string, data: string): Promise<{ url: string; process: ChildProcess }> {
  const running = spawn(process.execPath, ['--import', 'tsx', child, site, data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void running.kill('SIGKILL'))
  const [url] = await once(createInterface(running.stdout), 'line')
  return { url, process: running }
}

const send = (url: string, path: string, body: unknown) =>
  fetch(`${url}api/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })

test('a server that is killed at any moment loses no acknowledged visit and no wrong PIN', async () => {
  const folder = await createTestFolder()
  const site = await writeSite(folder)
  const data = join(folder, 'data')
  /** The last acknowledged length, by receipt. */
  const kept = new Map<string, number>()
  for (const [round, enough] of [7, 60].entries()) {
    const { url, process: running } = await start(site, data)
    const gone = once(running, 'exit')
    if (round === 0) for (let i = 0; i < 5; i++) await send(url, 'staff/enter', { pin: '0000' })
    else expect((await send(url, 'staff/enter', { pin: '271828' })).status).toBe(429)
    let alive = true
    const pages = Array.from({ length: 4 }, async (_, page) => {
      for (let i = 0; alive; i++) {
        const told: Visit[] = [createVisit(round * 100_000 + page * 10_000 + (i >> 1), { length: 10 + i })]
        const answer = await send(url, 'visits', told).catch(() => null)
        if (answer?.status === 204) for (const { receipt, length } of told) kept.set(receipt, length)
      }
    })
    await expect.poll(() => kept.size, POLL_OPTIONS).toBeGreaterThan(enough)
    running.kill('SIGKILL')
    await gone
    alive = false
    await Promise.all(pages)
  }
  const visits = await openVisitsStore(join(data, 'visits'))
  onTestFinished(() => visits.close())
  const found = await visits.store.get([...kept.keys()].map((receipt) => `visit!${receipt}`))
  const lost = [...kept].filter(([, length], i) => !(JSON.parse(found[i] ?? '{"length":-1}').length >= length))
  expect(lost).toEqual([])
  expect(visits.notes()).toEqual([])
  // Each page may have one more visit that was stored but not acknowledged.
  expect(visits.totals().all.visits - kept.size).toBeLessThanOrEqual(8)
})

test('on SIGTERM the server closes WebSockets, answers open requests, and ends with 0', async () => {
  const folder = await createTestFolder()
  const data = join(folder, 'data')
  const { url, process: running } = await start(await writeSite(folder), data)
  const exited = once(running, 'exit')
  const watching = new WebSocket(`${url.replace('http', 'ws')}live?role=spectator`)
  await once(watching, 'open')
  const closed = once(watching, 'close')
  await (await fetch(url)).arrayBuffer()
  const asked = send(url, 'visits', [createVisit(1)]).then(
    ({ status }) => status,
    () => 0,
  )
  running.kill('SIGTERM')
  expect((await closed)[0]).toBe(1001)
  expect(await exited).toEqual([0, null])
  const visits = await openVisitsStore(join(data, 'visits'))
  // The visit was either not acknowledged, or is stored.
  expect(visits.totals().all.visits).toBeGreaterThanOrEqual((await asked) === 204 ? 1 : 0)
  await visits.close()
})
