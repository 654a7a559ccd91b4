import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { beforeAll, describe, expect, test } from 'vitest'
import { readSongFile } from '../../../audio/song/song-file.ts'
import { buildExhibit } from '../../../cli/exhibit/build-exhibit.ts'
import { BuiltExhibitConfigSchema } from '../../../protocol/exhibit-config.ts'
import { exhibitOf, someApp, song, temporary, write } from './temporary-folders.ts'

const root = temporary()
const app = write(join(root, 'app'), someApp)
const never = new AbortController().signal
const pinHash = `scrypt$32768$8$3$${'A'.repeat(22)}$${'A'.repeat(43)}`
let made = 0

/** Analyses that are made once, so that tests need not wait for them. */
const analyzed = join(root, 'analyzed')
beforeAll(async () => {
  const { build, kept } = place(exhibitOf(2))
  await build()
  cpSync(kept, analyzed, { recursive: true })
})

/** An exhibit in a temporary folder, and the reports of its builds. */
function place(files: Record<string, unknown>, known = '') {
  const folder = write(join(root, String(made++), 'exhibit'), files)
  if (known !== '') cpSync(known, join(folder, '.songwalk/songs'), { recursive: true })
  const told: string[] = []
  const events = {
    printNote: (sentence: string) => told.push(sentence),
    startStep: () => {},
    startSong: (name: string) => told.push(`begun ${name}`),
    updateSong: () => {},
    finishSong: (name: string): void => {
      told.push(`done ${name}`)
    },
  }
  const out = join(folder, '../site')
  const build = (signal = never, to = out) => buildExhibit(folder, to, events, signal, async () => app)
  return { folder, out, told, events, build, kept: join(folder, '.songwalk/songs') }
}

/** The hash of every file, by path. */
const treeOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), sha256(readFileSync(path))]),
  )
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const json = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'))

describe('a build', () => {
  test('writes a site with the app, credited songs, exhibit.json and release.json', async () => {
    const { folder, out, told, build } = place(
      exhibitOf(2, {
        staff: { pinHash },
        alarm: { webhook: 'https://chat.example/secret' },
        control: { oscIn: { port: 9000 } },
        songs: [{ file: 'song-0.wav', title: 'First', artist: 'Somebody', credit: 'CC0' }, { file: 'deep/song-1.wav' }],
      }),
    )
    mkdirSync(join(folder, 'deep'))
    renameSync(join(folder, 'song-1.wav'), join(folder, 'deep/song-1.wav'))
    const built = await build()
    expect(built).toMatchObject({ site: out, analyzedCount: 2, changed: true })
    expect(told.filter((what) => /^(begun|done)/.test(what)).sort()).toEqual([
      'begun song-0.wav',
      'begun song-1.wav',
      'done song-0.wav',
      'done song-1.wav',
    ])

    for (const secret of ['staff', 'control']) expect(json(out, 'exhibit.json')).not.toHaveProperty(secret)
    const exhibit = v.parse(BuiltExhibitConfigSchema, json(out, 'exhibit.json'))
    expect(exhibit.songs.map(({ title, artist, credit }) => ({ title, artist, credit }))).toEqual([
      { title: 'First', artist: 'Somebody', credit: 'CC0' },
      { title: 'song-1', artist: '', credit: '' },
    ])
    for (const [i, { key, file, duration, chunks }] of exhibit.songs.entries()) {
      const { song: packed, audio } = await readSongFile(new Uint8Array(readFileSync(join(out, file))), file)
      expect(sha256(audio)).toBe(sha256(song(i)))
      expect(key).toBe(sha256(audio).slice(0, 16))
      expect({ duration, chunks }).toEqual({ duration: 1, chunks: packed.chunks.length })
      expect(packed.title).toBe(exhibit.songs[i]?.title)
    }

    const { 'release.json': _, ...others } = treeOf(out)
    const release = json(out, 'release.json')
    expect(Object.fromEntries(release.files.map(({ path, sha256 }: Record<string, string>) => [path, sha256]))).toEqual(
      others,
    )
    expect(release.files.map(({ path }: { path: string }) => path)).toEqual(Object.keys(others).sort())
    expect(release.version).toMatch(/^[0-9a-f]{16}$/)
    expect(exhibit.version).toBe(release.version)
    expect(Object.keys(others)).toEqual(expect.arrayContaining(['index.html', 'spectator.html', 'assets/main-1234.js']))
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe(someApp['exhibit.html'])
    // The installed app bears the exhibit's title.
    const manifest = JSON.parse(readFileSync(join(out, 'exhibit.webmanifest'), 'utf8'))
    expect(manifest).toEqual({
      name: exhibitOf(2)['exhibit.json'].title,
      short_name: exhibitOf(2)['exhibit.json'].title,
      display: 'fullscreen',
    })
    expect(Object.keys(others).filter((path) => /founders|built-of|^exhibit\.html/.test(path))).toEqual([])
    for (const path of Object.keys(treeOf(out)))
      expect(readFileSync(join(out, path), 'latin1')).not.toMatch(/scrypt|chat\.example/)
  })

  test('again analyzes nothing and writes nothing; other texts change the version, another folder does not', async () => {
    const { folder, out, build } = place(exhibitOf(2), analyzed)
    const first = await build()
    const tree = treeOf(out)
    expect(await build()).toMatchObject({ analyzedCount: 0, changed: false, version: first.version })
    expect(treeOf(out)).toEqual(tree)

    const elsewhere = join(folder, '../other')
    expect(await build(never, elsewhere)).toMatchObject({ analyzedCount: 0, changed: true })
    expect(treeOf(elsewhere)).toEqual(tree)

    write(folder, exhibitOf(2, { title: 'Other' }))
    const other = await build()
    expect(other).toMatchObject({ analyzedCount: 0, changed: true })
    expect(other.version).not.toBe(first.version)
    expect(Object.keys(treeOf(out))).toEqual(Object.keys(tree))

    // Credits are part of the song's file, whose name must change because browsers cache it.
    write(folder, exhibitOf(1, { songs: [{ file: 'song-0.wav', title: 'Renamed' }] }))
    expect(await build()).toMatchObject({ analyzedCount: 0, changed: true })
    expect(Object.keys(treeOf(out)).filter((path) => path in tree && path.endsWith('.songwalk'))).toEqual([])
    expect(readdirSync(join(folder, '..')).sort()).toEqual(['exhibit', 'other', 'site'])

    write(folder, exhibitOf(2))
    await build()
    expect(treeOf(out)).toEqual(tree)
  })

  test('replaces a damaged analysis and a damaged site', async () => {
    const { out, build, kept } = place(exhibitOf(2), analyzed)
    await build()
    const tree = treeOf(out)
    const [one, two] = readdirSync(kept).map((name) => join(kept, name)) as [string, string]
    writeFileSync(one, '')
    const bytes = readFileSync(two)
    bytes[bytes.indexOf('song.json') + 40]! ^= 1
    writeFileSync(two, bytes)
    expect(await build()).toMatchObject({ analyzedCount: 2, changed: false })
    writeFileSync(join(out, 'index.html'), '')
    expect(await build()).toMatchObject({ analyzedCount: 0, changed: true })
    rmSync(join(out, 'assets'), { recursive: true })
    expect(await build()).toMatchObject({ analyzedCount: 0, changed: true })
    expect(treeOf(out)).toEqual(tree)
  })

  test('reports every damaged song, and keeps the analyses of the others', async () => {
    const { out, build, kept } = place({
      ...exhibitOf(4),
      'song-1.wav': 'Dear diary,\ntoday was loud.\n',
      'song-3.wav': song(3).subarray(0, 30),
    })
    await expect(build()).rejects.toThrow(
      /^exhibit\.json, line 9: songs, 2nd, “file”: “song-1\.wav” is a text, not sound; .*\nexhibit\.json, line 17: songs, 4th, “file”: “song-3\.wav” .*\.$/,
    )
    expect(readdirSync(kept)).toHaveLength(2)
    expect(existsSync(out)).toBe(false)
  })
})

describe('an interrupted build', () => {
  test('is recovered if it was killed while the site was replaced, with the same bytes', async () => {
    const { folder, out, build, kept } = place(exhibitOf(1), analyzed)
    await build()
    const tree = treeOf(out)
    write(folder, exhibitOf(1, { title: 'Other' }))
    const [part, former] = [`${out}.songwalk-part`, `${out}.songwalk-former`]
    const states: [string, () => void][] = [
      ['writing', () => write(part, { 'assets/main-1234.js': 'expo' })],
      ['before the first rename', () => cpSync(out, part, { recursive: true })],
      [
        'between the renames',
        () => {
          cpSync(out, part, { recursive: true })
          renameSync(out, former)
        },
      ],
      [
        'after both',
        () => {
          cpSync(out, former, { recursive: true })
          rmSync(join(former, 'index.html'))
        },
      ],
      ['analyzing', () => writeFileSync(`${join(kept, readdirSync(kept)[0] as string)}.1234.part`, 'PK')],
    ]
    for (const [when, make] of states) {
      make()
      write(folder, exhibitOf(1, { title: `Other, ended while ${when}` }))
      await build()
      write(folder, exhibitOf(1))
      await build()
      expect(treeOf(out), when).toEqual(tree)
      expect(readdirSync(join(folder, '..')).sort(), when).toEqual(['exhibit', 'site'])
      expect(readdirSync(kept), when).toHaveLength(2)
    }
  })

  test('leaves finished analyses and no partial files after Ctrl+C', async () => {
    const { folder, out, build, kept, events } = place(exhibitOf(3))
    const stop = new AbortController()
    events.finishSong = () => stop.abort()
    await expect(build(stop.signal)).rejects.toThrow('aborted')
    expect(existsSync(out)).toBe(false)
    expect(readdirSync(join(folder, '..'))).toEqual(['exhibit'])
    const finished = readdirSync(kept).length
    expect(readdirSync(kept).filter((name) => name.endsWith('.part'))).toEqual([])
    expect(finished).toBeGreaterThan(0)
    expect(await build()).toMatchObject({ analyzedCount: 3 - finished })
  })

  test('is refused while another build runs', async () => {
    const { build, events, folder, out } = place(exhibitOf(1), analyzed)
    let goOn = (_: string) => {}
    let halfway = () => {}
    const there = new Promise<void>((resolve) => {
      halfway = resolve
    })
    const first = buildExhibit(folder, out, events, never, () => {
      halfway()
      return new Promise((resolve) => {
        goOn = resolve
      })
    })
    await there
    await expect(build()).rejects.toThrow(/^Another songwalk is building in “.*”; wait until it has ended\.$/)
    goOn(app)
    await first
    expect(await build()).toMatchObject({ changed: false })
  })
})

describe('files of others are kept', () => {
  test.each<[string, (out: string) => void, RegExp]>([
    [
      'a folder of other things',
      (out) => write(out, { 'thesis.txt': 'mine' }),
      /“.*thesis\.txt” is not of songwalk’s making, and would be lost;/,
    ],
    ['a file', (out) => writeFileSync(out, 'mine'), /is a file; give a new or empty folder after --out\./],
    [
      'a file beside those of a site',
      (out) =>
        write(out, {
          'release.json': { version: '1', files: [{ path: 'a', bytes: 1, sha256: '0'.repeat(64) }] },
          a: '1',
          'deep/b': '2',
        }),
      /“.*deep\/b” is not of songwalk’s making/,
    ],
  ])('%s stays', async (_, make, sentence) => {
    const { out, build, folder } = place(exhibitOf(1), analyzed)
    make(out)
    const before = treeOf(join(out, '..'))
    await expect(build()).rejects.toThrow(sentence)
    expect(treeOf(join(out, '..'))).toEqual(before)
    expect(existsSync(join(folder, '.songwalk/songs'))).toBe(true)
  })

  test('the exhibit’s folder is refused for its site, and a link to a folder is followed', async () => {
    const { folder, out, build } = place(exhibitOf(1), analyzed)
    await expect(build(never, folder)).rejects.toThrow(/not of songwalk’s making/)
    mkdirSync(`${out}-real`)
    symlinkSync(`${out}-real`, out)
    expect(await build()).toMatchObject({ site: `${out}-real`, changed: true })
    expect(existsSync(join(out, 'release.json'))).toBe(true)
  })

  test('an output that cannot be written is reported', async () => {
    const { folder, build } = place({ ...exhibitOf(1), wall: 'a file' })
    await expect(build(never, join(folder, 'wall/site'))).rejects.toThrow(
      /^“.*wall” cannot be written: there is a file in place of a folder\.$/,
    )
  })
})
