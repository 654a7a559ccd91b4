import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { exportExhibit } from '../../../cli/exhibit/export-exhibit.ts'
import { importExhibit } from '../../../cli/exhibit/import-exhibit.ts'
import { type FileToArchive, writeArchive } from '../../../cli/exhibit/write-archive.ts'
import { openKnownDevices } from '../../../server/known-devices.ts'
import { serveSite } from '../../../server/serve-site.ts'
import { createVisit } from '../../server/open-server.ts'
import { serveUntil } from './serve-until.ts'
import { exhibitOf, someApp, temporary, write } from './temporary-folders.ts'

const signal = new AbortController().signal
const root = temporary()
const app = write(join(root, 'app'), someApp)
const old = join(root, 'version-one/exhibit')
const local = (exhibit: string) => ({ out: join(exhibit, '.songwalk/site'), host: '127.0.0.1', port: 0, names: [] })
const post = (url: string, path: string, body: unknown) =>
  fetch(new URL(path, url), {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
const readCounts = async (url: string) => (await fetch(new URL('api/counts', url))).json()
const hash = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
/** Hashes of all files of a folder. */
const hashAll = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length), hash(path)]),
  )

let counted: unknown
beforeAll(() => {
  mkdirSync(join(root, 'version-one'))
  execFileSync('tar', [
    '-xzf',
    join(import.meta.dirname, '../../fixtures/version-one.tar.gz'),
    '-C',
    join(root, 'version-one'),
  ])
})
afterEach(() => vi.restoreAllMocks())

test('an exhibit of version one is served with its visits, its PIN and its certificate', async () => {
  const certificate = hash(join(old, '.songwalk/certificate/certificate.pem'))
  const begun = new Set<string>()
  await serveUntil(
    async (url) => {
      counted = await readCounts(url)
      expect(counted).toMatchObject({ visits: 120, length: 14_340, languages: { de: 40, en: 80 } })
      expect(await (await fetch(new URL('exhibit.json', url))).json()).toMatchObject({
        title: { en: 'The first version', de: 'Die erste Version' },
        timings: { reminder: 45, visit: 300, attract: 60 },
      })
      // Four digits were allowed then.
      expect((await post(url, 'api/staff/enter', { pin: '2718' })).status).toBe(204)
      const { reasons } = (await (await fetch(new URL('health', url))).json()) as { reasons: string[] }
      expect(reasons.join()).toContain('1 visits that nobody can have made')
    },
    local(old),
    old,
    app,
  )
  for (const name of readdirSync(join(old, '.songwalk/songs'))) begun.add(name.replace(/^.*-v/, ''))
  expect(begun.size).toBe(2)
  expect(hash(join(old, '.songwalk/certificate/certificate.pem'))).toBe(certificate)
})

test('one file moves songs, settings, counts, keys, certificate and PIN to another house', async () => {
  const devices = await openKnownDevices(join(old, '.songwalk/devices.json'))
  const { key } = await devices.letIn('quest-1')
  const path = join(root, 'moved.tar')
  const written = await exportExhibit(old, path, signal)
  // The visit that was taken out is kept, and not counted.
  expect(written).toMatchObject({ songs: 2, visits: 120, bytes: statSync(path).size })
  expect(statSync(path).mode & 0o777).toBe(0o600)
  // Every tar program can read it.
  const names = execFileSync('tar', ['-tf', path], { encoding: 'utf8' }).split('\n')
  expect(names).toEqual(
    expect.arrayContaining(['songwalk-export.json', 'exhibit.json', 'one.wav', '.songwalk/devices.json']),
  )
  expect(names.filter((name) => /site|logs|LOCK/.test(name))).toEqual([])
  expect(readdirSync(root).filter((name) => name.includes('part'))).toEqual([])

  const house = join(root, 'new-house/exhibit')
  const imported = await importExhibit(path, house)
  expect(imported).toMatchObject({ songs: 2, visits: 120, aside: null })
  for (const name of ['exhibit.json', 'two.wav', '.songwalk/monitor-key', '.songwalk/certificate/certificate.pem'])
    expect([name, hash(join(house, name))]).toEqual([name, hash(join(old, name))])
  expect(statSync(join(house, '.songwalk/monitor-key')).mode & 0o777).toBe(0o600)
  expect(readdirSync(join(root, 'new-house'))).toEqual(['exhibit'])
  const { mtimeMs } = statSync(join(house, '.songwalk/songs', readdirSync(join(house, '.songwalk/songs'))[0] ?? ''))
  await serveUntil(
    async (url) => {
      expect(await readCounts(url)).toEqual(counted)
      expect((await post(url, 'api/staff/enter', { pin: '2718' })).status).toBe(204)
    },
    local(house),
    house,
    app,
  )
  // No song was analyzed anew.
  expect(statSync(join(house, '.songwalk/songs', readdirSync(join(house, '.songwalk/songs'))[0] ?? '')).mtimeMs).toBe(
    mtimeMs,
  )
  expect((await openKnownDevices(join(house, '.songwalk/devices.json'))).find(key)).toBe('quest-1')
  await expect(exportExhibit(old, path, signal)).rejects.toThrow('exists already; give another name.')
})

test('an exhibit that is imported over is set aside whole', async () => {
  const path = join(root, 'again.tar')
  await exportExhibit(old, path, signal)
  const target = write(join(root, 'replaced/exhibit'), { ...exhibitOf(1), 'notes.txt': 'mine' })
  const before = hashAll(target)
  const { aside } = await importExhibit(path, target, new Date('2027-03-01T10:00:00Z'))
  expect(aside).toBe(`${target}.before-2027-03-01T10-00-00`)
  expect(hashAll(aside as string)).toEqual(before)
  expect(hash(join(target, 'one.wav'))).toBe(hash(join(old, 'one.wav')))
  expect(readdirSync(join(root, 'replaced')).sort()).toEqual(['exhibit', 'exhibit.before-2027-03-01T10-00-00'])

  // A folder that an import which was killed has left: unpacked by half, or the former exhibit.
  write(`${target}.songwalk-import`, { '.songwalk-unpacking': '', 'one.wav': 'half' })
  await importExhibit(path, target, new Date('2027-03-02T10:00:00Z'))
  write(`${target}.songwalk-import`, { 'notes.txt': 'mine' })
  await importExhibit(path, target, new Date('2027-03-03T10:00:00Z'))
  expect(readFileSync(`${target}.before-2027-03-03T10-00-00-found/notes.txt`, 'utf8')).toBe('mine')
  expect(existsSync(`${target}.songwalk-import`)).toBe(false)

  const other = write(join(root, 'letters'), { 'letter.txt': 'no exhibit' })
  await expect(importExhibit(path, other)).rejects.toThrow('has files, but is no exhibit')
  expect(readdirSync(other)).toEqual(['letter.txt'])
})

test('a server that counts meanwhile loses nothing and harms no export; nothing is imported under it', async () => {
  const house = write(join(root, 'busy/exhibit'), exhibitOf(1))
  await serveUntil(async () => {}, local(house), house, app)
  const data = join(house, '.songwalk')
  const server = await serveSite({
    siteFolder: join(data, 'site'),
    dataFolder: data,
    port: 0,
    logFormat: 'silent',
    handleSignals: false,
  })
  let sent = 0
  let acknowledged = 0
  let isBusy = true
  const visitors = Array.from({ length: 3 }, async () => {
    while (isBusy) {
      const visits = Array.from({ length: 20 }, () => createVisit(++sent))
      if ((await post(server.url, 'api/visits', visits)).status === 204) acknowledged += visits.length
      else await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })
  try {
    for (let i = 0; i < 4; i++) {
      const atLeast = acknowledged
      const path = join(root, `busy-${i}.tar`)
      const { visits } = await exportExhibit(house, path, signal)
      expect(visits).toBeGreaterThanOrEqual(atLeast)
      expect((await importExhibit(path, join(root, `quiet-${i}`))).visits).toBe(visits)
    }
    expect(acknowledged).toBeGreaterThan(0)
    const before = hashAll(join(house, '.songwalk/songs'))
    await expect(importExhibit(join(root, 'busy-0.tar'), house)).rejects.toThrow('A server has')
    expect(hashAll(join(house, '.songwalk/songs'))).toEqual(before)
    expect(readdirSync(join(root, 'busy')).filter((name) => name !== 'exhibit')).toEqual([])
  } finally {
    isBusy = false
    await Promise.all(visitors)
    await server.close()
  }
})

/** An archive of these texts. */
async function archive(path: string, texts: Record<string, string>, header: object = {}): Promise<string> {
  const files: FileToArchive[] = Object.keys(texts).map((name, i) => ({ path: name, source: `${path}.${i}` }))
  for (const [i, text] of Object.values(texts).entries()) writeFileSync(`${path}.${i}`, text)
  const file = await open(path, 'w')
  await writeArchive(
    file,
    { format: 1, songwalk: '0.1.0', created: '2027-03-01', visits: 0, ...header } as never,
    files,
  )
  await file.close()
  return path
}

const small = { 'exhibit.json': '{ "title": "Small", "songs": [{ "file": "a.wav" }] }', 'a.wav': 'sound' }

test('an export that is cut or changed anywhere replaces nothing', async () => {
  const path = await archive(join(root, 'small.tar'), small)
  const bytes = readFileSync(path)
  const target = write(join(root, 'kept/exhibit'), exhibitOf(1))
  const before = hashAll(target)
  const broken = join(root, 'broken.tar')
  const refuse = async (content: Uint8Array) => {
    writeFileSync(broken, content)
    const imported = await importExhibit(broken, target).catch((error: Error) => error.message)
    if (typeof imported === 'string') {
      expect(imported).toMatch(/^“.*(is damaged|is not an export|knows format 1 only)/)
      expect(hashAll(target)).toEqual(before)
      expect(readdirSync(join(root, 'kept'))).toEqual(['exhibit'])
      return
    }
    // Only what a tar file does not use was changed, such as the date or the padding of a file.
    expect(readFileSync(join(target, 'exhibit.json'), 'utf8')).toBe(small['exhibit.json'])
    expect(readFileSync(join(target, 'a.wav'), 'utf8')).toBe('sound')
    execFileSync('rm', ['-rf', target])
    execFileSync('mv', [imported.aside as string, target])
  }
  const isContent = (at: number) => bytes[at] !== 0
  const places = Array.from(bytes.keys()).filter(isContent)
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const changed = Uint8Array.from(bytes)
      changed[at] = (changed[at] as number) ^ change
      await refuse(changed)
    }),
    { numRuns: 60 },
  )
  // The last kilobyte of a tar file is empty.
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 1024 - 512 }), (length) =>
      refuse(bytes.subarray(0, length)),
    ),
    { numRuns: 40 },
  )
})

test('files that are no export, of another format, or lead out of the folder are refused with a sentence', async () => {
  const target = join(root, 'never/exhibit')
  const refused = (path: string) =>
    importExhibit(path, target).then(
      () => 'imported',
      (error: Error) => error.message,
    )
  expect(await refused(join(root, 'none.tar'))).toContain('does not exist; give the file of an export.')
  expect(await refused(join(old, 'one.wav'))).toContain('is not an export of songwalk')
  writeFileSync(join(root, 'empty.tar'), '')
  expect(await refused(join(root, 'empty.tar'))).toContain('is not an export of songwalk')
  execFileSync('tar', ['-cf', join(root, 'other.tar'), '-C', old, 'one.wav'])
  expect(await refused(join(root, 'other.tar'))).toContain('is not an export of songwalk')
  expect(await refused(await archive(join(root, 'later.tar'), small, { format: 2 }))).toMatch(
    /has format 2, and this songwalk knows format 1 only; update songwalk here/,
  )
  for (const name of ['../out.wav', '/tmp/out.wav', 'a/../../out.wav', 'c:\\out.wav', 'a\\b.wav', './a.wav'])
    expect([name, await refused(await archive(join(root, 'out.tar'), { ...small, [name]: 'x' }))]).toEqual([
      name,
      expect.stringContaining('is damaged'),
    ])
  const wrong = { ...small, 'exhibit.json': '{ "title": "Small", "songs": [] }' }
  expect(await refused(await archive(join(root, 'wrong.tar'), wrong))).toContain(
    'is not valid here; nothing was changed',
  )
  expect(await refused(await archive(join(root, 'lost.tar'), small, { visits: 7 }))).toContain('0 of 7 visits')
  expect(existsSync(target)).toBe(false)
  expect(readdirSync(join(root, 'never'))).toEqual([])
})

test('an exhibit with problems is not exported, and leaves no file', async () => {
  const house = write(join(root, 'missing/exhibit'), { ...exhibitOf(2), 'song-1.wav': '' })
  await expect(exportExhibit(house, join(root, 'missing/out.tar'), signal)).rejects.toThrow('“song-1.wav” is empty.')
  const good = write(join(root, 'missing/good'), exhibitOf(1))
  await expect(exportExhibit(good, join(root, 'missing/no/out.tar'), signal)).rejects.toThrow(
    'cannot be written: its folder does not exist',
  )
  expect(readdirSync(join(root, 'missing')).sort()).toEqual(['exhibit', 'good'])
})
