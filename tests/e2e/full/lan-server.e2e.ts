import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:https'
import { join } from 'node:path'
import readQr from 'jsqr'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listNetworkAddresses } from '../../../server/network.ts'
import { openUrl } from '../harness/pages.ts'
import { waitForSnapshot } from '../harness/snapshot.ts'

const root = join(import.meta.dirname, '../../..')
const address = listNetworkAddresses()[0] ?? 'localhost'
let server: ChildProcess
let printed = ''
let port = 0

beforeAll(async () => {
  server = spawn(process.execPath, ['--import', 'tsx', 'cli/serve-lan.ts'], { cwd: root })
  server.stdout?.setEncoding('utf8')
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on('data', (text) => reject(new Error(String(text))))
    server.stdout?.on('data', (text: string) => {
      printed += text
      if (printed.includes('SHA-256')) resolve()
    })
  })
  port = Number(/https:\/\/[^:]+:(\d+)\//.exec(printed)?.[1])
})
afterAll(async () => {
  server.kill('SIGTERM')
  await once(server, 'exit')
})

/** Turns the half blocks of a dark terminal into a picture. */
function photograph(text: string): { data: Uint8ClampedArray; width: number; height: number } {
  const rows = text.split('\n').filter((line) => /^[█▀▄ ]{20,}$/.test(line))
  const scale = 4
  const width = (rows[0] as string).length * scale
  const height = rows.length * 2 * scale
  const data = new Uint8ClampedArray(width * height * 4)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const half = Math.floor(y / scale)
      const block = rows[half >> 1]?.[Math.floor(x / scale)] ?? ' '
      const lit = block === '█' || block === (half % 2 === 0 ? '▀' : '▄')
      data.set(lit ? [255, 255, 255, 255] : [0, 0, 0, 255], (y * width + x) * 4)
    }
  return { data, width, height }
}

test('it prints this computer’s address, and the same as a QR code that can be read', () => {
  const { data, width, height } = photograph(printed)
  const url = `https://${address}:${port}/`
  expect(printed).toContain(url)
  expect(readQr(data, width, height)?.data).toBe(url)
})

test('the network gets the page over HTTPS, isolated, and nothing outside of it', async () => {
  const get = (path: string) =>
    new Promise<{ status: number; headers: object; body: string }>((resolve, reject) => {
      const asked = request({ host: address, port, path, rejectUnauthorized: false }, (answer) => {
        let body = ''
        answer.on('data', (data) => {
          body += data
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
      })
      asked.on('error', reject).end()
    })
  const { status, headers, body } = await get('/')
  expect(status).toBe(200)
  expect(body).toContain('<title>songwalk')
  expect(headers).toMatchObject({
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  })
  for (const path of ['/../package.json', '/%2e%2e/package.json', '/.certificate/certificate.pem'])
    expect((await get(path)).status).toBe(404)
})

test('a browser that was told to go on has a secure page with the song', async () => {
  const opened = await openUrl(`https://localhost:${port}/`, {
    draw: false,
    reducedMotion: true,
    ignoreHttpsErrors: true,
  })
  await waitForSnapshot(opened.page, ({ phase }) => phase === 'ready', { timeout: 60_000 })
  const page = await opened.page.evaluate(() => ({ secure: isSecureContext, isolated: crossOriginIsolated }))
  expect(page).toEqual({ secure: true, isolated: true })
  opened.monitor.expectNoErrors()
  await opened.close()
})
