import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readExhibit } from '../../../cli/exhibit/read-exhibit.ts'
import { temporary, write } from './temporary-folders.ts'

const root = temporary()
let made = 0

function read(alarm: unknown) {
  const folder = join(root, String(made++))
  mkdirSync(folder)
  return readExhibit(write(folder, { 'exhibit.json': { title: 'T', songs: [{ file: 'a.mp3' }], alarm } }))
}

test('an alarm has ten minutes and all devices, if nothing else is given', async () => {
  const { exhibit, problems } = await read({ webhook: 'https://chat.example/hooks/1' })
  expect(problems).toEqual([])
  expect(exhibit?.alarm).toEqual({ webhook: 'https://chat.example/hooks/1', minutes: 10, devices: [] })
})

test.each<[unknown, string]>([
  [{}, 'alarm, “webhook”: is missing.'],
  [
    { webhook: 'mailto:a@b.example' },
    'alarm, “webhook”: must be an address that begins with https:// or http://, not "mailto:a@b.example".',
  ],
  [{ webhook: 7 }, 'alarm, “webhook”: must be an address that begins with https:// or http://, not 7.'],
  [
    { webhook: 'https://me:secret@chat.example/' },
    'alarm, “webhook”: must be an address that begins with https:// or http://, not',
  ],
  [{ webhook: 'https://chat.example', minutes: 0 }, 'alarm, “minutes”: must be 1 minute or more, not 0.'],
  [{ webhook: 'https://chat.example', minutes: 1e6 }, 'alarm, “minutes”: must be 1440 minutes or less, not 1000000.'],
  [
    { webhook: 'https://chat.example', minutes: '5' },
    'alarm, “minutes”: must be a number of minutes from 1 to 1440, not "5".',
  ],
  [
    { webhook: 'https://chat.example', devices: ['Hall 1'] },
    'alarm, devices, 1st: must be the name of a device: small letters, digits and hyphens, not "Hall 1".',
  ],
  [{ webhook: 'https://chat.example', url: 'x' }, 'alarm, “url”: is not known'],
])('%j is told with its field, what is allowed and what was given', async (alarm, sentence) => {
  const { problems, exhibit } = await read(alarm)
  expect(problems).toEqual([expect.stringContaining(sentence)])
  expect(exhibit).toBeNull()
})
