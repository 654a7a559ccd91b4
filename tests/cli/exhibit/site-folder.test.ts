import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { computeSha256, writeSite } from '../../../cli/exhibit/site-folder.ts'
import { temporary } from './temporary-folders.ts'

/** Looks for a file all the time, in another thread. */
const WATCHER = `
  const { existsSync } = require('node:fs')
  const { parentPort, workerData } = require('node:worker_threads')
  let [missing, looks, isStopped] = [0, 0, false]
  parentPort.on('message', () => { isStopped = true })
  const look = () => {
    for (let i = 0; i < 500; i++, looks++) if (!existsSync(workerData)) missing++
    if (isStopped) parentPort.postMessage({ missing, looks })
    else setImmediate(look)
  }
  look()`

test('a site that is written again and again is never missing, and nothing stays beside it', async () => {
  const site = join(temporary(), 'site')
  const write = (n: number) => {
    const content = [Buffer.from(`build ${n}`)]
    const files = [{ path: 'index.html', bytes: 0, sha256: computeSha256(content) }]
    const release = { version: String(n), files }
    return writeSite(site, [{ path: 'index.html', read: async () => content }], release, new AbortController().signal)
  }
  await write(0)
  const watcher = new Worker(WATCHER, { eval: true, workerData: join(site, 'index.html') })
  await once(watcher, 'online')
  for (let n = 1; n <= 60; n++) await write(n)
  watcher.postMessage('stop')
  const [{ missing, looks }] = await once(watcher, 'message')
  await watcher.terminate()
  expect([missing, looks > 0]).toEqual([0, true])
  expect(readFileSync(join(site, 'index.html'), 'utf8')).toBe('build 60')
  expect(readdirSync(join(site, '..'))).toEqual(['site'])
})
