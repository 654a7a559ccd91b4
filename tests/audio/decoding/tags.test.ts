import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTags } from '../../../audio/decoding/tags.ts'
import { bursts, makeWav } from '../../wav.ts'
import { encodeText } from './text/encode-text.ts'

const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url)))
const formats = ['tags.mp3', 'tags.flac', 'tags.m4a', 'tags.opus', 'tags.ogg', 'tags.webm']
const said = { title: 'Glühwürmchen', artist: 'Someone' }

describe('the tags of a file', () => {
  test.each(formats)('%s: title and artist, from bytes and from a Blob, whatever the name', async (name) => {
    expect(await readTags(fixture(name), name)).toMatchObject(said)
    expect(await readTags(new Blob([fixture(name)], { type: 'audio/midi' }), 'song.txt')).toMatchObject(said)
  })

  test.each(['tags.mp3', 'tags.flac', 'tags.m4a'])('%s: the cover, unchanged', async (name) => {
    const { cover } = await readTags(fixture(name), name)
    expect(cover?.mime).toBe('image/png')
    expect(Buffer.from(cover?.bytes ?? []).toString('latin1')).toMatch(/^\x89PNG.*IEND.{4}$/s)
  })

  test('a file without tags gives no tags', async () => {
    for (const name of ['tagged.mp3', 'untagged.mp3', 'clip.opus', 'clip.flac', 'clip.m4a', 'clip.webm'])
      expect(await readTags(fixture(name), name)).toEqual({})
    expect(await readTags(makeWav([bursts(1, 8000)], 8000), 'a.wav')).toEqual({})
    expect(await readTags(new Uint8Array(0), '')).toEqual({})
  })
})

/** ID3v2.3 (id3.org): frames of an id, a length and a body. */
function id3(frames: [id: string, body: Buffer][]): Uint8Array<ArrayBuffer> {
  const parts = frames.map(([id, body]) => {
    const head = Buffer.alloc(10)
    head.write(id)
    head.writeUInt32BE(body.length, 4)
    return Buffer.concat([head, body])
  })
  const size = parts.reduce((sum, { length }) => sum + length, 0)
  const head = Buffer.from([
    0x49,
    0x44,
    0x33,
    3,
    0,
    0,
    (size >> 21) & 127,
    (size >> 14) & 127,
    (size >> 7) & 127,
    size & 127,
  ])
  return new Uint8Array(Buffer.concat([head, ...parts, fixture('untagged.mp3')]))
}
const text = (value: string) => Buffer.concat([Buffer.from([1, 0xff, 0xfe]), Buffer.from(value, 'utf16le')])
const picture = (mime: string, bytes: Uint8Array, type = 3) =>
  Buffer.concat([Buffer.from(`\0${mime}\0`), Buffer.from([type, 0]), bytes])
const png = (length: number) => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(length)])

/** An MP3 file with an ID3v1 tag. */
const id3v1 = (title: Buffer, artist: Buffer): Uint8Array<ArrayBuffer> => {
  const tag = Buffer.alloc(128)
  tag.write('TAG')
  title.copy(tag, 3, 0, 30)
  artist.copy(tag, 33, 0, 30)
  return new Uint8Array(Buffer.concat([fixture('untagged.mp3'), tag]))
}

/** A WAV file with RIFF INFO. */
const riffInfo = (title: Buffer, artist: Buffer): Uint8Array<ArrayBuffer> => {
  const chunk = (id: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8)
    head.write(id)
    head.writeUInt32LE(body.length, 4)
    return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
  }
  const info = Buffer.concat([Buffer.from('INFO'), chunk('INAM', title), chunk('IART', artist)])
  const wav = Buffer.concat([Buffer.from(makeWav([bursts(1, 8000)], 8000)), chunk('LIST', info)])
  wav.writeUInt32LE(wav.length - 8, 4)
  return new Uint8Array(wav)
}

describe('texts in code pages that are declared to be Latin-1', () => {
  test.each([
    ['euc-kr', '다시 만난 세계', '소녀시대'],
    ['gb18030', '青花瓷', '周杰伦'],
    ['big5', '但願人長久', '王菲'],
    ['shift_jis', '残酷な天使のテーゼ', '高橋洋子'],
    ['euc-jp', '夜に駆ける', 'YOASOBI'],
    ['windows-1251', 'Группа крови', 'Кино'],
    ['koi8-r', 'Группа крови', 'Кино'],
    ['utf-8', 'Песня', 'Ärzte'],
    ['windows-1252', 'Für Elise', 'Die Ärzte'],
  ])('%s in ID3v2, ID3v1 and RIFF INFO', async (label, title, artist) => {
    const [titleBytes, artistBytes] = [encodeText(title, label)!, encodeText(artist, label)!]
    const latin1 = (bytes: Buffer) => Buffer.concat([Buffer.from([0]), bytes])
    const tag = id3([
      ['TIT2', latin1(titleBytes)],
      ['TPE1', latin1(artistBytes)],
    ])
    expect(await readTags(tag, 'a.mp3')).toEqual({ title, artist })
    expect(await readTags(id3v1(titleBytes, artistBytes), 'a.mp3')).toEqual({ title, artist })
    expect(await readTags(riffInfo(titleBytes, artistBytes), 'a.wav')).toEqual({ title, artist })
  })

  test('are left out where they mean nothing, so that the file’s name is shown', async () => {
    const body = Buffer.from('\0\x81\x8d\xd9\x90\x9d\xb0', 'latin1')
    expect(await readTags(id3([['TIT2', body]]), 'a.mp3')).toEqual({})
  })
})

test('letters with marks of their own become one', async () => {
  expect(await readTags(id3([['TIT2', text('Glu\u0308hwu\u0308rmchen')]]), 'a.mp3')).toEqual({ title: 'Glühwürmchen' })
})

describe('tags are sanitized', () => {
  test.each([
    ['  a\n\tb\0  ', 'a b'],
    ['x'.repeat(900), 'x'.repeat(300)],
    ['\u202eevil\u202c.mp3', 'evil.mp3'],
    ['\u0007\u0008', undefined],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ])('the title %j is %j', async (written, title) => {
    const tags = await readTags(id3([['TIT2', text(written)]]), 'a.mp3')
    expect(tags.title).toBe(title)
  })

  test('a cover is recognized by its bytes, has at most 5 MB, and the front cover comes first', async () => {
    const cover = async (...pictures: Buffer[]) =>
      (await readTags(id3(pictures.map((one) => ['APIC', one])), 'a.mp3')).cover
    expect(await cover(picture('image/jpeg', png(9)))).toMatchObject({ mime: 'image/png' })
    expect(await cover(picture('image/svg+xml', Buffer.from('<svg onload="alert(1)"/>')))).toBeUndefined()
    expect(await cover(picture('image/png', png(5 * 2 ** 20)))).toBeUndefined()
    const huge = png(30)
    huge.writeUInt32BE(30_000, 16)
    huge.writeUInt32BE(30_000, 20)
    expect(await cover(picture('image/png', huge))).toBeUndefined()
    const front = await cover(picture('image/png', png(1), 4), picture('image/png', png(2), 3))
    expect(front?.bytes).toHaveLength(10)
  })
})

describe('never throws and never hangs', () => {
  const harmless = async (bytes: Uint8Array<ArrayBuffer>, name: string) => {
    const { title = 'x', artist = 'x', cover } = await readTags(bytes, name)
    for (const value of [title, artist]) expect(value).toMatch(/^[^\p{Cc}]{1,600}$/u)
    if (cover) expect(cover.mime).toMatch(/^image\/(jpeg|png|webp|gif|avif)$/)
  }

  test('random bytes under any name', async () => {
    const name = fc.constantFrom(
      'a.mp3',
      'a.ogg',
      'a.flac',
      'a.m4a',
      'a.wav',
      'a.webm',
      'a.wma',
      'a.aiff',
      'a.ape',
      'a',
    )
    const head = fc.constantFrom(
      '',
      'ID3',
      'OggS',
      'fLaC',
      'RIFF',
      '\0\0\0\x20ftypM4A ',
      '\x1aE\xdf\xa3',
      'FORM',
      'MAC ',
      'wvpk',
    )
    await fc.assert(
      fc.asyncProperty(name, head, fc.uint8Array({ maxLength: 400 }), (name, head, rest) =>
        harmless(new Uint8Array(Buffer.concat([Buffer.from(head, 'latin1'), rest])), name),
      ),
      { numRuns: 300 },
    )
  })

  test('mutated and truncated files', async () => {
    const changes = fc.array(fc.tuple(fc.nat(1500), fc.integer({ min: 0, max: 255 })), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...formats), changes, fc.option(fc.nat(3000)), (name, changes, length) => {
        const bytes = fixture(name).slice(0, length ?? undefined)
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
        return harmless(bytes, name)
      }),
      { numRuns: 300 },
    )
  })
})
