import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { analyzeSong } from '../../audio/analysis/analyze-song.ts'
import { defaultSettings } from '../../audio/song/song.ts'
import { describeSource } from '../../audio/song/song-source.ts'
import { decodeFile } from '../../cli/decode-file.ts'
import { describeSong, songFileNames, songFilesFolder } from '../same-song.ts'

test.each(songFileNames)('%s becomes the same Song as in every browser', async (name) => {
  const path = fileURLToPath(new URL(name, songFilesFolder))
  const bytes = new Uint8Array(readFileSync(path))
  const pcm = await decodeFile(bytes, path)
  const source = await describeSource(bytes.buffer, pcm, name)
  const song = await analyzeSong(pcm, { title: name, source, settings: defaultSettings }, {})
  // `vitest -u` writes the file anew; tests/e2e compares the browsers with it.
  await expect(`${JSON.stringify(describeSong(song), null, 2)}\n`).toMatchFileSnapshot(
    fileURLToPath(new URL(`${name}.snap`, songFilesFolder)),
  )
})
