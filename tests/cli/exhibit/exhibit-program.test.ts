import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkExhibitAudio } from '../../../cli/exhibit/check-exhibit.ts'
import { setPin } from '../../../cli/exhibit/set-pin.ts'
import { OperatorError } from '../../../server/operator-error.ts'
import { verifyPin } from '../../../server/pin-hash.ts'
import { parseExhibitCommand as parse } from './parse-exhibit-command.ts'
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

describe.concurrent('the program', () => {
  test('check prints all problems, one a line, and ends with 2', async () => {
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
        .filter((line) => !line.startsWith('Decoding')),
    ).toEqual([
      'exhibit.json, line 2: “titel”: is not known; did you mean “title”?',
      'exhibit.json, line 1: “title”: is missing.',
      'exhibit.json, line 8: songs, 2nd, “file”: “../a.wav” must not lead out of the exhibit’s folder.',
      'exhibit.json, line 11: songs, 3rd, “file”: “same.wav” is the same file as the 1st song’s; remove one.',
      'exhibit.json, line 14: songs, 4th, “file”: “none.wav” does not exist; did you mean “same.wav”?',
      expect.stringMatching(/^exhibit\.json, line 17: songs, 5th, “file”: “cut\.wav” .*\.$/),
    ])
    expect(readdirSync(broken).sort()).toEqual(['a.wav', 'cut.wav', 'exhibit.json', 'same.wav'])
  })

  test('pin reads the PIN from a pipe', async () => {
    const piped = write(join(folder, 'piped'), exhibitOf(1))
    expect(await run(['pin', piped], '258013\n')).toMatchObject({ code: 0, stderr: '' })
    expect(await verifyPin('258013', hashIn(piped))).toBe(true)
    expect(existsSync(join(piped, '.songwalk'))).toBe(false)
  })

  test('an unknown command ends with 2 and one sentence', async () => {
    expect(await run(['open', folder])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^Unknown command 'open'.*\. Usage: .*\n$/),
    })
  })

  test('help of a command lists its options and ends with 0', async () => {
    const { code, stdout, stderr } = await run(['serve', '--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const option of ['out', 'host', 'port', 'local-port', 'cert', 'key', 'name'])
      expect(stdout).toContain(`--${option} <`)
  })

  test('counts of an exhibit that was never served end with 2', async () => {
    expect(await run(['counts', folder])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^No visits have been counted/),
    })
  })
})

test('check decodes the songs of a valid exhibit', async () => {
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
  test.each(Object.entries(styles))('is written without changes to the rest of the file: %s', async (name, text) => {
    const exhibit = write(join(folder, name), { 'exhibit.json': text })
    await setPin(exhibit, '123456')
    const first = hashIn(exhibit)
    expect(await verifyPin('123456', first)).toBe(true)
    const written = readFileSync(join(exhibit, 'exhibit.json'), 'utf8')
    expect(written.replace(/,\s*"staff": \{ "pinHash": ".*?" \}/, '')).toBe(text)
    expect(written.split('\n').length).toBe(text.split('\n').length + (text.includes('\n') ? 1 : 0))
    await setPin(exhibit, '567890')
    expect(readFileSync(join(exhibit, 'exhibit.json'), 'utf8')).toBe(written.replace(first, hashIn(exhibit)))
  })

  test.each(['', '123', '1234', '000000', '12a456', '1234567890123', '12 3456'])('cannot be “%s”', async (pin) => {
    const exhibit = write(join(folder, 'refused'), exhibitOf(1))
    const before = readFileSync(join(exhibit, 'exhibit.json'), 'utf8')
    await expect(setPin(exhibit, pin)).rejects.toThrow(
      'A PIN has 6 to 12 digits, not all alike, and no other characters;',
    )
    expect(readFileSync(join(exhibit, 'exhibit.json'), 'utf8')).toBe(before)
  })
})

describe('the command line', () => {
  test('names a command, an exhibit and options', async () => {
    expect(await parse(['serve', 'mine'])).toEqual({
      command: 'serve',
      exhibit: 'mine',
      options: { host: '127.0.0.1' },
    })
    const options = ['--host', '0.0.0.0', '--name', 'a', '--name=b', '--local-port', '81', '--cert', 'c', '--key', 'k']
    expect(await parse(['serve', 'mine', '--out', 'site', '--port=0', ...options])).toEqual({
      command: 'serve',
      exhibit: 'mine',
      options: { out: 'site', port: 0, host: '0.0.0.0', name: ['a', 'b'], localPort: 81, cert: 'c', key: 'k' },
    })
    expect(await parse(['pin', 'mine', '--pin', '1234'])).toMatchObject({ command: 'pin', options: { pin: '1234' } })
  })

  test.each([
    [[], /^Usage: /],
    [['bild', 'mine'], /^Unknown command 'bild' \(Did you mean build\?\)\. Usage: /],
    [['build'], /^Missing required argument 'exhibit'\. Usage: /],
    [['build', 'a', 'b'], /^Too many arguments for 'build'\. Expected 1 argument but got 2\. Usage: /],
    [['check', 'a', '--out', 'b'], /^Unknown option '--out'\. Usage: /],
    [['build', 'a', '--out'], /^Option '--out <folder>' argument missing\. Usage: /],
  ])('%j is refused with the usage', async (args, message) => {
    await expect(parse(args)).rejects.toThrow(OperatorError)
    await expect(parse(args)).rejects.toThrow(message)
    await expect(parse(args)).rejects.toThrow(/^[^\n]*npm run exhibit -- [^\n]*; see --help\.$/)
  })

  test.each(['', 'x', '-1', '65536', '1e3', '80.5'])('port “%s” is refused', async (port) => {
    await expect(parse(['serve', 'a', `--port=${port}`])).rejects.toThrow(
      `--port cannot be “${port}”; give a number from 0 to 65535.`,
    )
  })
})
