import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { chmodSync, existsSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { buildExhibit } from '../../../cli/exhibit/build-exhibit.ts'
import { lockFolders } from '../../../cli/exhibit/folder-lock.ts'
import { readBuiltSongs } from '../../../cli/exhibit/site-folder.ts'
import { findUdpPort } from '../../server/control/osc-sockets.ts'
import { PIN, PIN_HASH } from '../../server/test-pin.ts'
import { serveUntil } from './serve-until.ts'
import { exhibitOf, someApp, temporary, write } from './temporary-folders.ts'

const root = temporary()
const app = write(join(root, 'app'), someApp)
const folder = write(join(root, 'exhibit'), exhibitOf(1))
const out = join(folder, '.songwalk/site')
const local = { out, host: '127.0.0.1', port: 0, names: [], proxies: [] }
afterEach(() => vi.restoreAllMocks())

/** Serves until `visit` resolves, and returns notes and output. */
const serve = (visit: (url: string) => Promise<void>, options: object = local, exhibit = folder) =>
  serveUntil(visit, options, exhibit, app)

const exhibitAt = async (url: string) => (await (await fetch(new URL('exhibit.json', url))).json()) as { title: string }

test('an exhibit is built and served on this computer; after a failed build the previous site is served', async () => {
  const { printed } = await serve(async (url) => {
    expect(await exhibitAt(url)).toMatchObject({ title: 'Small', songs: [{ title: 'Song 0' }] })
    expect((await fetch(url)).status).toBe(200)
    expect((await fetch(new URL('../exhibit.json.bak', url))).status).toBe(404)
  })
  expect(await readBuiltSongs(out)).toMatchObject([{ title: 'Song 0' }])
  expect(await readBuiltSongs(root)).toEqual([])
  expect(printed).toMatch(/on this computer only:\s+http:\/\/localhost:\d+\/\s/)

  // The songs are gone, and exhibit.json is invalid.
  write(folder, { 'exhibit.json': '{ "title": ' })
  rmSync(join(folder, 'song-0.wav'))
  let address = ''
  const { notes } = await serve(async (url) => {
    address = url
    expect((await exhibitAt(url)).title).toBe('Small')
  })
  expect(notes).toEqual([
    expect.stringMatching(/the previous build is served\. What is wrong:\nexhibit\.json, line 1: a value is missing;/),
  ])
  await expect(fetch(address)).rejects.toThrow()

  // Health tells since when and why, also after another start; without a PIN before, there is none now.
  const since: string[] = []
  for (let start = 0; start < 2; start++)
    await serve(async (url) => {
      const { status, reasons } = await (await fetch(new URL('health', url))).json()
      expect([status, reasons[1]]).toEqual(['degraded', expect.stringContaining('line 1: a value is missing;')])
      since.push(reasons[0])
      expect((await fetch(new URL('api/staff', url))).status).toBe(410)
    })
  expect(since[1]).toBe(since[0])

  // An incomplete site is not served.
  rmSync(join(out, 'index.html'))
  await expect(serve(async () => {})).rejects.toThrow(/line 1: a value is missing/)
})

test('while another process builds the site, the previous one is served unchanged', async () => {
  const busy = write(join(root, 'busy'), exhibitOf(1))
  const site = join(busy, 'site')
  await serve(async () => {}, { ...local, out: site }, busy)
  write(`${site}.songwalk-part`, { 'index.html': 'half' })
  const letGo = await lockFolders([site])
  const { notes } = await serve(
    async (url) => expect((await fetch(url)).status).toBe(200),
    { ...local, out: site },
    busy,
  )
  expect(notes.join()).toContain('Another songwalk is building')
  expect(existsSync(`${site}.songwalk-part`)).toBe(true)
  letGo()
})

test('alarms survive a broken exhibit.json', async () => {
  const alarm = { webhook: 'http://127.0.0.1:9/' }
  const kept = write(join(root, 'alarm'), exhibitOf(1, { alarm }))
  const options = { ...local, out: join(kept, '.songwalk/site') }
  const readAlarms = async (url: string) => (await (await fetch(new URL('health', url))).json()).alarms
  const none = { waiting: 0, silent: 0, back: 0 }
  await serve(async (url) => expect(await readAlarms(url)).toEqual(none), options, kept)
  write(kept, { 'exhibit.json': '{ "title": ' })
  await serve(async (url) => expect(await readAlarms(url)).toEqual(none), options, kept)
})

test('an exhibit that is mended and built beside the running server is served at once, and health is well again', async () => {
  const mended = write(join(root, 'mended'), exhibitOf(1))
  const options = { ...local, out: join(mended, '.songwalk/site') }
  await serve(async () => {}, options, mended)
  write(mended, { 'exhibit.json': '{ "title": ' })
  const visit = async (url: string) => {
    const read = async (path: string) => (await fetch(new URL(path, url))).json()
    expect(await read('health')).toMatchObject({
      status: 'degraded',
      reasons: [expect.stringContaining('cannot be built'), expect.anything()],
    })
    write(mended, exhibitOf(1, { title: 'Mended' }))
    const silent = () => {}
    const reporter = { printNote: silent, startStep: silent, startSong: silent, updateSong: silent, finishSong: silent }
    await buildExhibit(mended, options.out, reporter, new AbortController().signal, async () => app)
    await expect.poll(() => read('exhibit.json')).toMatchObject({ title: 'Mended' })
    await expect.poll(() => read('health')).toMatchObject({ status: 'ok', reasons: [], exhibit: { title: 'Mended' } })
  }
  await serve(visit, options, mended)
})

test('a folder that may not be written is told as such, and what was built in it before is served', async () => {
  // Root may write everywhere.
  const asNobody = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : []
  const closed = write(join(root, 'closed'), exhibitOf(1))
  const site = join(closed, '.songwalk/site')
  const run = async (command: string, ...options: string[]) => {
    const [program = '', ...args] = [
      ...asNobody,
      join(import.meta.dirname, '../../../kiosk/exhibit.sh'),
      command,
      closed,
      ...options,
    ]
    const child = spawn(program, args, { env: { ...process.env, HOME: tmpdir() }, cwd: '/' })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        said += data
      })
    child.stdout.on('data', () => said.includes('The exhibit is open') && child.kill('SIGINT'))
    await once(child, 'exit')
    return said
  }
  chmodSync(root, 0o755)
  chmodSync(closed, 0o555)
  for (const command of ['build', 'serve']) {
    const said = await run(command)
    expect(said).toContain(`“${join(closed, '.songwalk')}” cannot be written: writing is not allowed there.`)
    expect(said).not.toContain('bug')
  }
  chmodSync(closed, 0o755)
  await serve(async () => {}, { ...local, out: site }, closed)
  chmodSync(closed, 0o555)
  chmodSync(join(closed, '.songwalk'), 0o555)
  chmodSync(join(closed, '.songwalk/songs'), 0o555)
  expect(await run('serve', '--port', '0')).toContain('The exhibit is open')
  chmodSync(join(closed, '.songwalk'), 0o755)
  chmodSync(closed, 0o755)
})

test('a certificate without its key is refused before the build', async () => {
  await expect(serve(async () => {}, { ...local, cert: 'a.pem' })).rejects.toThrow(/^Give --cert and --key together/)
})

test('a PIN survives a broken exhibit.json, and is never taken for none', async () => {
  const kept = write(join(root, 'pin'), exhibitOf(1, { staff: { pinHash: PIN_HASH } }))
  const options = { ...local, out: join(kept, '.songwalk/site') }
  const enter = async (url: string) =>
    (
      await fetch(new URL('api/staff/enter', url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ pin: PIN }),
      })
    ).status
  await serve(async (url) => expect(await enter(url)).toBe(204), options, kept)
  write(kept, { 'exhibit.json': '{ "title": ' })
  await serve(async (url) => expect(await enter(url)).toBe(204), options, kept)
  // Built by version one, which remembered nothing.
  rmSync(join(kept, '.songwalk/last-build.json'))
  await serve(async (url) => expect(await enter(url)).toBe(503), options, kept)
})

test('show control goes on with a broken exhibit.json', async () => {
  const port = await findUdpPort()
  const kept = write(join(root, 'control'), exhibitOf(1, { control: { oscIn: { port } } }))
  const options = { ...local, out: join(kept, '.songwalk/site') }
  const countRefused = async (url: string) => {
    const socket = createSocket('udp4')
    socket.send('nonsense', port, '127.0.0.1', () => socket.close())
    return (await (await fetch(new URL('health', url))).json()).errors['control-refused']
  }
  const hears = (url: string) => expect.poll(() => countRefused(url), { timeout: 10_000 }).toBeGreaterThan(0)
  await serve(hears, options, kept)
  write(kept, { 'exhibit.json': '{ "title": ' })
  await serve(hears, options, kept)
})
