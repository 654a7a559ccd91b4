import fc from 'fast-check'
import { unzipSync, type Zippable, zipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseSong, type Song } from '../../../audio/song/song.ts'
import { readSongFile, type SongBundle, writeSongFile } from '../../../audio/song/song-file.ts'
import { isSongFile, isSongJson } from '../../../audio/song/song-file-kind.ts'
import { parseSongJson } from '../../../audio/song/song-json.ts'
import { SongError } from '../../../audio/song-error.ts'
import { somePackedSong, songFileOf } from './packed-song.ts'

let packed: SongBundle
let file: Uint8Array<ArrayBuffer>
let json: string
beforeAll(async () => {
  packed = await somePackedSong()
  file = songFileOf(packed)
  json = JSON.stringify(packed.song)
})

const bytesOf = (text: string) => new TextEncoder().encode(text)
const zipOf = (files: Zippable) => new Uint8Array(zipSync(files))
const withJson = (text: string | Uint8Array, more: Zippable = {}) =>
  zipOf({ 'song.json': typeof text === 'string' ? bytesOf(text) : text, 'audio.wav': packed.audio, ...more })
const read = (bytes: Uint8Array<ArrayBuffer>) => readSongFile(bytes, 'x.songwalk')

/** Expects a SongError that names the file. */
async function expectRefused(bytes: Uint8Array<ArrayBuffer>, reason: RegExp) {
  const error = await read(bytes).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(SongError)
  expect((error as Error).message).toMatch(/^“x\.songwalk” .*[.…]$/)
  expect((error as Error).message).toMatch(reason)
  expect((error as Error).message.length).toBeLessThan(400)
}

/** A copy with `bytes` written at `offset` from the `nth` occurrence of a signature. */
function patched(signature: string, nth: number, offset: number, ...bytes: number[]): Uint8Array<ArrayBuffer> {
  const copy = file.slice()
  let at = -1
  const text = Buffer.from(copy.buffer).toString('latin1')
  for (let i = 0; i <= nth; i++) at = text.indexOf(signature, at + 1)
  expect(at).toBeGreaterThanOrEqual(0)
  copy.set(bytes, at + offset)
  return copy
}
const LOCAL = 'PK\x03\x04'
const CENTRAL = 'PK\x01\x02'
const END = 'PK\x05\x06'

describe('a .songwalk', () => {
  test('is read back unchanged, and other zip programs can read it', async () => {
    expect(await read(file)).toEqual(packed)
    const files = unzipSync(file)
    expect(Object.keys(files)).toEqual(['song.json', 'audio.wav'])
    expect(files['audio.wav']).toEqual(packed.audio)
    expect(JSON.parse(new TextDecoder().decode(files['song.json']))).toEqual(packed.song)
    // A zip of another program, which compresses the sound, can be read too.
    expect(await read(withJson(json))).toEqual(packed)
  })

  test('has equal bytes for equal Songs, with the sound stored uncompressed', () => {
    expect(songFileOf(packed)).toEqual(file)
    expect(Buffer.from(file).includes(Buffer.from(packed.audio))).toBe(true)
  })

  test('is not written for an invalid Song', () => {
    const song = { ...packed.song, title: 'x'.repeat(1001) }
    expect(() => writeSongFile({ song, audio: packed.audio })).toThrow(SongError)
  })

  test('is recognized by its bytes or its name', () => {
    expect(isSongFile(file, 'renamed.mp3')).toBe(true)
    expect(isSongFile(new Uint8Array(3), 'Empty.SONGWALK')).toBe(true)
    expect(isSongFile(packed.audio, 'a.wav')).toBe(false)
    expect(isSongJson(bytesOf(json), 'song')).toBe(true)
    expect(isSongJson(bytesOf('{}'), 'x.json')).toBe(true)
    expect(isSongJson(packed.audio, 'a.wav')).toBe(false)
  })
})

describe('a hostile zip is refused', () => {
  const song = () => bytesOf(json)
  test.each<[string, () => Uint8Array<ArrayBuffer>, RegExp]>([
    ['empty', () => new Uint8Array(0), /is damaged/],
    ['cut', () => file.slice(0, file.length - 30), /is damaged/],
    ['a zip of something else', () => zipOf({ 'a.txt': song(), 'b.txt': song() }), /something else/],
    ['without sound', () => zipOf({ 'song.json': song() }), /something else/],
    ['a third entry', () => withJson(json, { 'readme.txt': song() }), /holds 3 files/],
    ['a path out of the folder', () => zipOf({ 'song.json': song(), '../audio.wav': packed.audio }), /something else/],
    ['an absolute path', () => zipOf({ '/song.json': song(), 'audio.wav': packed.audio }), /something else/],
    ['a backslash', () => zipOf({ 'song.json': song(), '..\\audio.wav': packed.audio }), /something else/],
    ['a long ending', () => zipOf({ 'song.json': song(), 'audio.wav/../../x': packed.audio }), /something else/],
    ['a link', () => withJson(json, { 'audio.wav': [packed.audio, { os: 3, attrs: 0o120777 << 16 }] }), /a link/],
    ['encrypted', () => patched(CENTRAL, 1, 8, 9), /is encrypted/],
    ['encrypted by its own header', () => patched(LOCAL, 0, 6, 9), /is encrypted/],
    ['another method', () => patched(LOCAL, 1, 8, 12), /is damaged/],
    ['zip64', () => patched(END, 0, 16, 255, 255, 255, 255), /64-bit/],
    ['several parts', () => patched(END, 0, 4, 1), /several/],
    ['more entries than there are', () => patched(END, 0, 8, 3, 0, 3, 0), /holds 3 files/],
    ['fewer entries', () => patched(END, 0, 8, 1, 0, 1, 0), /is damaged/],
    ['two entries at one place', () => patched(CENTRAL, 1, 42, 0, 0, 0, 0), /is damaged/],
    ['another name in its own header', () => patched(LOCAL, 1, 30, 65), /is damaged/],
    ['duplicate names', () => patched(CENTRAL, 1, 46, ...bytesOf('song.json')), /is damaged/],
    ['a bomb with its true size', () => patched(CENTRAL, 0, 24, 0, 0, 0, 240), /song\.json of 4027 MB/],
    ['a bomb with a false size', () => patched(CENTRAL, 0, 24, 100, 0, 0, 0), /is damaged/],
    ['a declared size above the real one', () => patched(CENTRAL, 0, 24, 255, 255, 1, 0), /is damaged/],
    ['an entry beyond the directory', () => patched(CENTRAL, 1, 20, 255, 255, 255, 0), /is damaged/],
    ['a wrong checksum', () => patched(CENTRAL, 0, 16, 1, 2, 3, 4), /is damaged/],
    ['another sound', () => withJson(json, { 'audio.wav': packed.audio.map((x) => x ^ 1) }), /another sound/],
  ])('%s', async (_, make, reason) => expectRefused(make(), reason))

  test('a bomb of 20 MB of zeros that declares one kilobyte is refused', async () => {
    const bomb = withJson(new Uint8Array(20e6))
    expect(bomb.length).toBeLessThan(200e3)
    const directory = Buffer.from(bomb).indexOf(CENTRAL, 0, 'latin1')
    bomb.set([0, 4, 0, 0], directory + 24)
    await expectRefused(bomb, /is damaged/)
  })
})

describe('a hostile song.json is refused', () => {
  const change = (by: (song: Record<string, unknown> & Song) => void) => () => {
    const song = JSON.parse(json) as Record<string, unknown> & Song
    by(song)
    return JSON.stringify(song)
  }
  const chunk = (song: Song) => song.chunks[1] as Song['chunks'][number]
  test.each<[string, () => string | Uint8Array, RegExp]>([
    ['no JSON', () => 'Dear diary', /damaged/],
    ['invalid UTF-8', () => new Uint8Array(Buffer.from(json.replace('loud', '\xff\xfe'), 'latin1')), /damaged/],
    ['an infinite number', () => json.replace(/("chunks".*?"loudness":)[^,]+/s, '$11e999'), /chunks\.0\.loudness/],
    ['NaN', () => json.replace(/"trust":[^,}]+/, '"trust":NaN'), /damaged/],
    ['a million brackets', () => `${'['.repeat(1e6)}${']'.repeat(1e6)}`, /too large/],
    ['deep objects', () => `${'{"a":'.repeat(1e5)}1${'}'.repeat(1e5)}`, /too large/],
    ['a million empty chunks', () => `{"chunks":[${'{},'.repeat(1e6)}{}]}`, /too large/],
    ['50,001 chunks', change((song) => song.chunks.push(...Array(50_001).fill({}))), /more than 50000 chunks/],
    ['201 features', change((song) => chunk(song).features.push(...Array(201).fill(0))), /more than 200 features/],
    ['uneven features', change((song) => chunk(song).features.push(0)), /same number of features/],
    ['a distant position', change((song) => chunk(song).position.fill(1e30)), /position\.0/],
    ['a position with two coordinates', change((song) => chunk(song).position.pop()), /position/],
    ['megabytes of title', change((song) => Object.assign(song, { title: 'x'.repeat(3e6) })), /longer than 1000/],
    ['a title that is no text', change((song) => Object.assign(song, { title: { x: ['y'.repeat(3e6)] } })), /title/],
    ['megabytes for a number', change((song) => Object.assign(chunk(song), { start: 'y'.repeat(3e6) })), /start/],
    ['a gap', change((song) => Object.assign(chunk(song), { start: chunk(song).start + 0.001 })), /partition/],
    ['no chunks', change((song) => Object.assign(song, { chunks: [] })), /chunks/],
    ['another version', change((song) => Object.assign(song, { version: 2 })), /version/],
    ['half a byte', change((song) => Object.assign(song.source, { bytes: 0.5 })), /bytes/],
    ['null', () => 'null', /document/],
  ])('%s', async (_, make, reason) => expectRefused(withJson(make()), reason))

  test('prototype keys do not change any prototype', async () => {
    const evil = '"__proto__":{"polluted":1,"artist":"x"},"constructor":{"prototype":{"polluted":1}},'
    const text = json.replaceAll('{', `{${evil}`)
    const { song } = await read(withJson(text))
    expect(song).toEqual(packed.song)
    expect(Object.getPrototypeOf(song)).toBe(Object.prototype)
    expect(Object.hasOwn(song, 'constructor')).toBe(false)
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  test('the last value of a duplicate key is validated', () => {
    expect(parseSongJson(bytesOf(json.replace('{', '{"title":1,'))).title).toBe(packed.song.title)
    expect(() => parseSongJson(bytesOf(`${json.slice(0, -1)},"title":1}`))).toThrow(SongError)
  })
})

describe('any input gives a valid Song or a SongError', () => {
  /** Expects a valid Song with finite numbers. */
  const expectSong = (song: Song) => {
    // JSON.stringify writes null for numbers that are not finite.
    const text = JSON.stringify(song)
    expect(JSON.stringify(parseSong(JSON.parse(text)))).toBe(text)
  }
  const outcome = async (bytes: Uint8Array<ArrayBuffer>) => {
    try {
      expectSong((await read(bytes)).song)
    } catch (error) {
      if (!(error instanceof SongError)) throw error
    }
  }
  const outcomeOfJson = (bytes: Uint8Array) => {
    try {
      expectSong(parseSongJson(bytes))
    } catch (error) {
      if (!(error instanceof SongError)) throw error
    }
  }
  const edits = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
    minLength: 1,
    maxLength: 8,
  })
  const edited = (bytes: Uint8Array<ArrayBuffer>, changes: [number, number][]) => {
    const copy = bytes.slice()
    for (const [share, value] of changes) copy[Math.min(copy.length - 1, Math.floor(share * copy.length))] = value
    return copy
  }
  const runs = { seed: 2017, numRuns: 300 }

  test('random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        await outcome(new Uint8Array(bytes))
        await outcome(new Uint8Array(Buffer.concat([Buffer.from(LOCAL, 'latin1'), bytes, file.slice(-22)])))
        outcomeOfJson(bytes)
      }),
      runs,
    )
  })

  test('truncated and changed files', async () => {
    // Changes concern the headers, the document and the directory; the sound is only hashed.
    const small = withJson(json, { 'audio.wav': packed.audio })
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0, max: 1, noNaN: true }),
        edits,
        fc.nat(300),
        fc.nat(255),
        async (share, changes, back, byte) => {
          await outcome(small.slice(0, Math.floor(share * small.length)))
          await outcome(edited(small, changes))
          const directory = small.slice()
          directory[small.length - 1 - (back % 250)] = byte
          await outcome(directory)
        },
      ),
      runs,
    )
  })

  test('changed documents', () => {
    const bytes = bytesOf(json)
    fc.assert(
      fc.property(edits, (changes) => {
        outcomeOfJson(edited(bytes, changes))
      }),
      runs,
    )
  })

  test('documents with other values in places', () => {
    const values = fc.oneof(
      fc.jsonValue(),
      fc.double(),
      fc.constantFrom('1e999', '-1e999', '1e308', '-0', '"__proto__"'),
    )
    fc.assert(
      fc.property(fc.nat(), values, (which, value) => {
        const places = [...json.matchAll(/(?<=[:[,])(-?[\d.]+|"[^"]*")(?=[,\]}])/g)]
        const place = places[which % places.length] as RegExpExecArray
        const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null')
        outcomeOfJson(bytesOf(json.slice(0, place.index) + text + json.slice(place.index + place[0].length)))
      }),
      runs,
    )
  })
})
