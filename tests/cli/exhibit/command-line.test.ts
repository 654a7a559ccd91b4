import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkExhibitAudio } from '../../../cli/exhibit/check-exhibit.ts'
import { parseCommandLine, parsePort } from '../../../cli/exhibit/command-line.ts'
import { setPin } from '../../../cli/exhibit/pin-command.ts'
import { verifyPin } from '../../../server/pin-hash.ts'
import { exhibitOf, song, temporary, write } from './temporary-folders.ts'

const root = join(import.meta.dirname, '../../..')
const folder = temporary()

/** Runs the CLI as a program, from another folder, as a service does. */
const run = (args: string[], input?: string): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const command = ['--import', import.meta.resolve('tsx'), join(root, 'cli/exhibit.ts'), ...args]
    const child = execFile(process.execPath, command, { cwd: folder, timeout: 50_000 }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr }),
    )
    child.stdin?.end(input)
  })

describe.concurrent('as a program', () => {
  test('check says all that is wrong, a line each, and ends with 2', async () => {
    const broken = write(join(folder, 'broken'), {
      'exhibit.json': {
        titel: 'T',
        songs: [
          { file: 'a.wav' },
          { file: '../a.wav' },
          { file: 'same.wav' },
          { file: 'none.wav' },
          { file: 'cut.wav' },
        ],
      },
      'a.wav': song(1),
      'same.wav': song(1),
      'cut.wav': song(2).subarray(0, 40),
    })
    const { code, stdout, stderr } = await run(['check', broken])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(
      stderr
        .trim()
        .split('\n')
        .filter((line) => !line.startsWith('Listening')),
    ).toEqual([
      'exhibit.json, line 2: “titel”: is not known; did you mean “title”?',
      'exhibit.json, line 1: “title”: is missing.',
      'exhibit.json, line 8: songs, 2nd, “file”: “../a.wav” must not lead out of the exhibit’s folder.',
      'exhibit.json, line 11: songs, 3rd, “file”: “same.wav” is the same sound as the 1st song’s.',
      'exhibit.json, line 14: songs, 4th, “file”: “none.wav” does not exist; did you mean “same.wav”?',
      expect.stringMatching(/^exhibit\.json, line 17: songs, 5th, “file”: “cut\.wav” .*\.$/),
    ])
    expect(readdirSync(broken).sort()).toEqual(['a.wav', 'cut.wav', 'exhibit.json', 'same.wav'])
  })

  test('a PIN comes from a pipe', async () => {
    const piped = write(join(folder, 'piped'), exhibitOf(1))
    expect(await run(['pin', piped], '2580\n')).toMatchObject({ code: 0, stderr: '' })
    expect(await verifyPin('2580', hashIn(piped))).toBe(true)
    expect(existsSync(join(piped, '.songwalk'))).toBe(false)
  })

  test('what is no command ends with 2 and one sentence', async () => {
    expect(await run(['open', folder])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^Usage: .*\n$/),
    })
  })

  test('there are no counts of nobody', async () => {
    expect(await run(['counts', folder])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^Nobody has been counted/),
    })
  })
})

test('an exhibit in which nothing is wrong is listened to, song by song', async () => {
  const fine = write(join(folder, 'fine'), exhibitOf(2))
  const begun: string[] = []
  const events = { startSong: (name: string): void => void begun.push(name), finishSong: () => {} }
  const checked = await checkExhibitAudio(fine, events, new AbortController().signal)
  expect(checked).toMatchObject({ duration: 2, songs: [{ name: 'song-0.wav' }, { name: 'song-1.wav' }] })
  expect(begun.sort()).toEqual(['song-0.wav', 'song-1.wav'])
})

const hashIn = (exhibit: string) =>
  JSON.parse(readFileSync(join(exhibit, 'exhibit.json'), 'utf8')).staff.pinHash as string

describe('a PIN', () => {
  const styles = {
    'two spaces': '{\n  "title": "T",\n  "songs": [ { "file": "a.mp3" } ]\n}\n',
    tabs: '{\n\t"songs": [{"file":"a.mp3"}],\n\t"title":   "T"\n}\n',
    'Windows lines': '{\r\n    "title": "T",\r\n    "songs": []\r\n}\r\n',
    'one line': '{"title":"T","songs":[]}',
  }
  test.each(Object.entries(styles))('leaves all else as it was written: %s', async (name, text) => {
    const exhibit = write(join(folder, name), { 'exhibit.json': text })
    await setPin(exhibit, '1234')
    const first = hashIn(exhibit)
    expect(await verifyPin('1234', first)).toBe(true)
    const written = readFileSync(join(exhibit, 'exhibit.json'), 'utf8')
    expect(written.replace(/,\s*"staff": \{ "pinHash": ".*?" \}/, '')).toBe(text)
    expect(written.split('\n').length).toBe(text.split('\n').length + (text.includes('\n') ? 1 : 0))
    await setPin(exhibit, '567890')
    expect(readFileSync(join(exhibit, 'exhibit.json'), 'utf8')).toBe(written.replace(first, hashIn(exhibit)))
  })

  test.each(['', '123', '12a4', '1234567890123', '12 34'])('cannot be “%s”', async (pin) => {
    const exhibit = write(join(folder, 'refused'), exhibitOf(1))
    const before = readFileSync(join(exhibit, 'exhibit.json'), 'utf8')
    await expect(setPin(exhibit, pin)).rejects.toThrow('A PIN has four to twelve digits, and nothing else.')
    expect(readFileSync(join(exhibit, 'exhibit.json'), 'utf8')).toBe(before)
  })
})

describe('a command line', () => {
  test('is read', () => {
    expect(parseCommandLine(['serve', 'mine', '--host', '0.0.0.0', '--name', 'a', '--name', 'b'])).toMatchObject({
      command: 'serve',
      folder: 'mine',
      values: { host: '0.0.0.0', name: ['a', 'b'] },
    })
    expect(parseCommandLine(['--help'])).toEqual({ help: expect.stringContaining('exhibit -- counts my-exhibit') })
    expect(parseCommandLine(['build', '--help'])).toEqual({ help: expect.stringContaining('--out') })
    expect([parsePort(undefined), parsePort('0'), parsePort('65535')]).toEqual([undefined, 0, 65535])
  })

  test.each([
    [[]],
    [['bild', 'mine']],
    [['build']],
    [['build', 'a', 'b']],
    [['check', 'a', '--out', 'b']],
    [['build', 'a', '--out']],
  ])('%j is one sentence', (args) => {
    expect(() => parseCommandLine(args)).toThrow(/^.*Usage: npm run exhibit -- .*$/)
  })

  test.each(['', 'x', '-1', '65536', '1e3', '80.5'])('port “%s” is one too', (port) => {
    expect(() => parsePort(port)).toThrow(/^--port cannot be “.*”; give a number from 0 to 65535\.$/)
  })
})
