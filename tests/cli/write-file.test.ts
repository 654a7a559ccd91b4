import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readAudioFile } from '../../cli/write-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'songwalk-files-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// The only test of its file, and so of its process, because the user ID changes for the whole process.
test('a file without permissions is an error of one sentence', async () => {
  const locked = join(folder, 'locked.wav')
  writeFileSync(locked, 'RIFF')
  chmodSync(locked, 0)
  chmodSync(folder, 0o755)
  // Root may read everything, so this test reads as user `nobody`.
  const root = process.getuid?.() === 0
  if (root) process.seteuid?.(65534)
  try {
    await expect(readAudioFile(locked)).rejects.toThrow(/may not be accessed/)
  } finally {
    if (root) process.seteuid?.(0)
  }
})
