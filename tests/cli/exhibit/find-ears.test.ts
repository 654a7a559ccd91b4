import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildExhibit } from '../../../cli/exhibit/build-exhibit.ts'
import { checkExhibit } from '../../../cli/exhibit/check-exhibit.ts'
import { exhibitOf, someApp, song, temporary, write } from './temporary-folders.ts'

const root = temporary()
const never = new AbortController().signal
const ears = readFileSync('audio/playback/responses/kemar.bin')
let made = 0
const place = (files: Record<string, unknown>) => write(join(root, String(made++), 'exhibit'), files)

test('the ears that exhibit.json names come with the site, by their content', async () => {
  const app = write(join(root, 'app'), someApp)
  const folder = place({ ...exhibitOf(1, { ears: 'heads/own.bin' }), 'heads/own.bin': ears })
  const site = join(folder, '../site')
  const reporter = {
    startStep: () => {},
    startSong: () => {},
    updateSong: () => {},
    finishSong: () => {},
    printNote: () => {},
  }
  const build = () => buildExhibit(folder, site, reporter, never, async () => app)
  const read = (name: string) => JSON.parse(readFileSync(join(site, name), 'utf8'))
  await build()
  const path = `ears.${createHash('sha256').update(ears).digest('hex').slice(0, 8)}.bin`
  expect(read('exhibit.json').ears).toBe(path)
  expect(readFileSync(join(site, path)).equals(ears)).toBe(true)
  expect(read('release.json').files.map((file: { path: string }) => file.path)).toContain(path)
  write(folder, exhibitOf(1))
  expect(await build()).toMatchObject({ changed: true })
  expect(read('exhibit.json').ears).toBeUndefined()
  expect(existsSync(join(site, path))).toBe(false)
})

test.each<[string, Record<string, unknown>, string, string]>([
  ['none', {}, 'ears.bin', '“ears.bin” does not exist'],
  ['another file', { 'ears.bin': song(0) }, 'ears.bin', '“ears.bin” is no table of ears; make one with “npm run hrtf'],
  ['a large file', { 'ears.bin': new Uint8Array(500_000).fill(1) }, 'ears.bin', '“ears.bin” is no table of ears'],
  ['an empty file', { 'ears.bin': '' }, 'ears.bin', '“ears.bin” is empty.'],
  ['cut off', { 'ears.bin': ears.subarray(0, 1000) }, 'ears.bin', '“ears.bin” is no table of ears'],
  [
    'measured responses',
    { 'me.sofa': Buffer.from('\u0089HDF\r\n\u001a\n', 'latin1') },
    'me.sofa',
    '“me.sofa” is a SOFA file; make a table of it with “npm run hrtf',
  ],
  ['a file elsewhere', {}, '../ears.bin', '“../ears.bin” must not lead out of the exhibit’s folder.'],
  ['another host', {}, 'https://example.org/ears.bin', 'must be a file in the exhibit’s folder, not a URL.'],
])('ears that are %s are refused in one sentence with its line', async (_, files, name, sentence) => {
  const error = await checkExhibit(place({ ...exhibitOf(1, { ears: name }), ...files }), never).catch(
    (thrown) => thrown,
  )
  expect((error as Error).message).toMatch(/^exhibit\.json, line \d+: “ears”: /)
  expect((error as Error).message).toContain(sentence)
  expect((error as Error).message.split('\n')).toHaveLength(1)
})
