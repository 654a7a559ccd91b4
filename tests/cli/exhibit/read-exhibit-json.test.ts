import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readExhibit } from '../../../cli/exhibit/read-exhibit.ts'
import { readWrittenExhibit } from './read-written-exhibit.ts'
import { temporary, write } from './temporary-folders.ts'

const root = temporary()

describe('invalid JSON', () => {
  test.each<[string, string, string]>([
    [
      'a comma too many',
      '{\n  "title": "T",\n  "songs": [\n    { "file": "a.mp3" },\n  ]\n}',
      'line 5: a value is missing; is there an extra comma?',
    ],
    ['a missing comma', '{\n  "title": "T"\n  "songs": []\n}', 'line 3: a comma is missing before this.'],
    ['a missing quote', '{\n  "title: "T"\n}', 'line 2: '],
    ['no quotes', '{\n  title: "T"\n}', 'line 2: '],
    ['a comment', '{\n  // hello\n  "title": "T"\n}', 'line 2: comments are not allowed in JSON.'],
    ['it breaks off', '{\n  "title": "T",\n  "songs": [', 'line 3: '],
    ['something behind', '{}\n\n}', 'line 3: there is something after the last }.'],
    ['nothing', '', ' is empty.'],
    ['another text', '<html></html>', ' is not JSON: it must begin with a { and end with a }.'],
    ['deep brackets', '['.repeat(500_000), 'brackets are nested too deeply'],
  ])('%s', async (_, text, words) => {
    const { problems, exhibit } = await readWrittenExhibit(text)
    expect(problems[0]).toMatch(/^exhibit\.json/)
    expect(problems[0]).toContain(words)
    expect(exhibit).toBeNull()
  })

  test('another encoding, a missing file, and a missing folder', async () => {
    const folder = write(join(root, 'encodings'), { 'a/exhibit.json': Buffer.from('\uFEFF{"title": "T"}', 'utf16le') })
    await expect(readExhibit(join(folder, 'a'))).rejects.toThrow(/is not in UTF-8; save it again/)
    await expect(readExhibit(folder)).rejects.toThrow(/There is no exhibit\.json in “.*encodings”/)
    await expect(readExhibit(join(folder, 'none'))).rejects.toThrow(/There is no folder “.*none”/)
    writeFileSync(join(folder, 'file'), '')
    await expect(readExhibit(join(folder, 'file'))).rejects.toThrow(/is a file; give the folder/)
  })
})
