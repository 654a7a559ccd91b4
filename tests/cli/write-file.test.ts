import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readAudioFile } from '../../cli/write-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'songwalk-files-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// Alone in its file, and so in its process: the user changes for the whole of it.
test('a file without permissions is an error of one sentence', async () => {
  const locked = join(folder, 'locked.wav')
  writeFileSync(locked, 'RIFF')
  chmodSync(locked, 0)
  chmodSync(folder, 0o755)
  // To root nothing is locked, so for this one reading root becomes nobody.
  const root = process.getuid?.() === 0
  if (root) process.seteuid?.(65534)
  try {
    await expect(readAudioFile(locked)).rejects.toThrow(/may not be accessed/)
  } finally {
    if (root) process.seteuid?.(0)
  }
})
