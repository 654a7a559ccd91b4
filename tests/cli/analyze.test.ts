import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { unzipSync } from 'fflate'
import { afterAll, describe, expect, test } from 'vitest'
import { computeSha256 } from '../../audio/song/sha256.ts'
import { defaultSettings, parseSong, type Song } from '../../audio/song/song.ts'
import { readSongFile, writeSongFile } from '../../audio/song/song-file.ts'
import { bursts, makeWav, sine } from '../wav.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'songwalk-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Result = { code: number; stdout: string; stderr: string }

/** Runs the CLI as a program, without ffmpeg on its PATH. */
const run = (...args: string[]): Promise<Result> =>
  new Promise((resolve) => {
    const command = ['--import', 'tsx', join(root, 'cli/analyze.ts'), ...args]
    execFile(
      process.execPath,
      command,
      { cwd: root, env: { PATH: folder }, timeout: 50_000 },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr })
      },
    )
  })

const place = (name: string, bytes: Uint8Array | string): string => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}
const fixture = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(join(root, 'tests/fixtures', name)))

async function songOf(path: string, out = `${path}.json`): Promise<Song> {
  expect(await run(path, '--out', out)).toEqual({ code: 0, stdout: '', stderr: '' })
  return parseSong(JSON.parse(readFileSync(out, 'utf8')))
}

async function expectSentence(args: string[], sentence: RegExp): Promise<void> {
  const { code, stdout, stderr } = await run(...args)
  expect(stderr).toMatch(sentence)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
}

describe.concurrent('songs', () => {
  test('an mp3 gives title, source and settings, and no temporary file stays', async () => {
    const path = place('My_song.mp3', fixture('tagged.mp3'))
    const song = await songOf(path, join(folder, 'my-song.json'))
    expect(song.title).toBe('My song')
    expect(song.source).toMatchObject({ name: 'My_song.mp3', duration: 4, sampleRate: 44100, channels: 1 })
    expect(song.source.bytes).toBe(fixture('tagged.mp3').length)
    expect(song.settings).toEqual(defaultSettings)
    expect(song.chunks).toHaveLength(20)
    expect(readdirSync(folder).filter((name) => /my-song.*\.part$/i.test(name))).toEqual([])
  })

  test('title, artist and license come from the command line, and two runs give the same bytes', async () => {
    const path = place('twice.opus', fixture('tags.opus'))
    const args = ['--title', 'T', '--artist', 'A', '--license', 'L']
    const results = await Promise.all(['1', '2'].map((n) => run(path, '-o', `${path}.${n}`, ...args)))
    expect(results.map(({ code }) => code)).toEqual([0, 0])
    const text = readFileSync(`${path}.1`, 'utf8')
    expect(readFileSync(`${path}.2`, 'utf8')).toBe(text)
    expect(JSON.parse(text)).toMatchObject({ title: 'T', artist: 'A', license: 'L' })
  })

  test('settings come from the command line, and otherwise from the defaults', async () => {
    const path = place('settings.ogg', fixture('clip.ogg'))
    const out = `${path}.json`
    const args = ['--slicing', 'grid', '--min-chunk', '0.3', '--preset', 'ml4a', '--perplexity', '5']
    expect(await run(path, '--out', out, ...args)).toEqual({ code: 0, stdout: '', stderr: '' })
    const song = parseSong(JSON.parse(readFileSync(out, 'utf8')))
    const given = { slicing: 'grid', minChunk: 0.3, preset: 'ml4a', perplexity: 5 }
    expect(song.settings).toEqual({ ...defaultSettings, ...given })
    expect(song.chunks.map(({ features }) => features.length)).toEqual(song.chunks.map(() => 39))
    expect(song.chunks.map(({ start }) => Math.round(start * 2))).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  test('title and artist come from the tags without options', async () => {
    const { title, artist, source } = await songOf(place('tags.opus', fixture('tags.opus')))
    expect({ title, artist, name: source.name }).toEqual({
      title: 'Glühwürmchen',
      artist: 'Someone',
      name: 'tags.opus',
    })
  })

  const silence = new Float32Array(44100)
  const broken = sine(440, 44100, 30000).map((x, i) => (i % 7 === 0 ? Number.NaN : x))
  test.each<[string, Uint8Array, Partial<Song['source']>, number]>([
    ['one-sample.wav', makeWav([Float32Array.of(0.5)], 44100), { duration: 1 / 44100 }, 1],
    ['half-a-second.wav', makeWav([bursts(0.5, 44100, 2)], 44100), { duration: 0.5 }, 1],
    ['silence.wav', makeWav([silence, silence], 44100), { duration: 1, channels: 2 }, 1],
    ['nan.wav', makeWav([broken], 44100, 'float32'), { sampleRate: 44100 }, 1],
    [
      'surround.wav',
      makeWav(
        Array.from({ length: 6 }, () => bursts(2, 48000)),
        48000,
      ),
      { channels: 6 },
      6,
    ],
    ['high.wav', makeWav([bursts(2, 96000)], 96000, 'int24'), { sampleRate: 96000, duration: 2 }, 6],
    ['cut.mp3', fixture('untagged.mp3').subarray(0, 9999), { sampleRate: 44100 }, 8],
    ['no-extension', fixture('clip.ogg'), { sampleRate: 44100 }, 20],
    ['wrong.wav', fixture('clip.flac'), { sampleRate: 22050, duration: 2 }, 12],
  ])('%s', async (name, bytes, source, chunks) => {
    const song = await songOf(place(name, bytes))
    expect(song.source).toMatchObject(source)
    expect(song.chunks.length).toBeGreaterThanOrEqual(chunks)
  })
})

describe.concurrent('.songwalk files', () => {
  test('a written .songwalk gives its Song without a new analysis', async () => {
    const path = place('Packed.mp3', fixture('tagged.mp3'))
    const whole = join(folder, 'packed.songwalk')
    expect(await run(path, '--out', whole)).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(unzipSync(readFileSync(whole))['audio.mp3']).toEqual(fixture('tagged.mp3'))
    expect(await songOf(whole)).toEqual(await songOf(path))
    // A .songwalk needs no decoder for its audio either.
    const sound = fixture('clip.m4a')
    const { song } = await readSongFile(new Uint8Array(readFileSync(whole)), '')
    const source = { ...song.source, name: 'clip.m4a', bytes: sound.length, sha256: await computeSha256(sound) }
    const other = place('other.songwalk', Buffer.concat(writeSongFile({ song: { ...song, source }, audio: sound })))
    const renamed = join(folder, 'renamed.songwalk')
    expect(await run(other, '--out', renamed, '--title', 'Renamed')).toEqual({ code: 0, stdout: '', stderr: '' })
    expect((await songOf(renamed)).title).toBe('Renamed')
  })

  test('a damaged file and a Song without audio are refused', async () => {
    const out = join(folder, 'refused.json')
    await expectSentence([place('broken.songwalk', 'PK'), '--out', out], /“broken.songwalk” is damaged; choose/)
    await expectSentence([place('song.json', '{"format": "songwalk"}'), '--out', out], /without its sound/)
    expect(existsSync(out)).toBe(false)
  })
})

describe.concurrent('errors are one sentence with exit code 2', () => {
  const out = join(folder, 'out.json')
  const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(2000, 7)])

  test.each<[string, Uint8Array | string, RegExp]>([
    ['zero.mp3', '', /“zero.mp3” is empty; choose/],
    ['picture.mp3', png, /“picture.mp3” is a PNG picture, not sound/],
    ['text.wav', 'Dear diary,\ntoday was loud.\n', /is a text, not sound/],
    ['header.wav', makeWav([new Float32Array(0)], 44100), /holds no sound/],
    ['header-only.flac', fixture('clip.flac').subarray(0, 60), /“header-only.flac” (is damaged|holds no sound)/],
    ['header-only.opus', fixture('clip.opus').subarray(0, 100), /“header-only.opus” (is damaged|holds no sound)/],
    ['bytes.mp3', Uint8Array.from({ length: 9000 }, (_, i) => (i * i * 31) & 127), /needs ffmpeg to be read/],
    ['clip.m4a', fixture('clip.m4a'), /“clip.m4a” needs ffmpeg to be read; install it/],
  ])('%s', async (name, bytes, sentence) => {
    await expectSentence([place(name, bytes), '--out', out], sentence)
    expect(existsSync(out)).toBe(false)
  })

  test('a file that does not exist, and a folder', async () => {
    await expectSentence([join(folder, 'nowhere.mp3'), '--out', out], /nowhere.mp3” does not exist/)
    await expectSentence([folder, '--out', out], /is a folder/)
  })

  test('an output that cannot be written', async () => {
    const song = place('fine.wav', makeWav([sine(440, 8000, 800)], 8000))
    await expectSentence([song, '--out', folder], /cannot be written: it is a folder/)
    await expectSentence([song, '--out', join(folder, 'no', 'such', 'out.json')], /its folder does not exist/)
    await expectSentence([song, '--out', '/dev/null'], /it cannot be used/)
    await expectSentence([song, '--out', song], /would replace the song/)
  })

  test('an invalid setting', async () => {
    await expectSentence(['song.mp3', '--out', out, '--slicing', 'bars'], /^--slicing cannot be “bars”; choose onsets,/)
  })

  test('no file, no --out, two files, and an unknown option', async () => {
    for (const args of [
      [],
      ['song.mp3'],
      ['a.mp3', 'b.mp3', '--out', out],
      ['a.mp3', '--volume', '11', '--out', out],
    ]) {
      await expectSentence(args, /Usage: npm run analyze/)
    }
  })
})
