import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'
import { bursts, makeWav } from '../../wav.ts'

/** A folder for a test file, away when that ends. */
export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'songwalk-exhibit-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A song of a second; each number is another sound. */
export const song = (n: number): Uint8Array => makeWav([bursts(1, 8000, 4 + n)], 8000)

/** Writes files with their folders; what is no text or bytes becomes JSON. */
export function write(folder: string, files: Record<string, unknown>): string {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    const plain = typeof content === 'string' || content instanceof Uint8Array
    writeFileSync(path, plain ? content : JSON.stringify(content, null, 2))
  }
  return folder
}

/** An exhibit of some songs in which nothing is wrong, with a title in one language. */
export const exhibitOf = (songs: number, more: object = {}) => ({
  'exhibit.json': {
    title: 'Small',
    songs: Array.from({ length: songs }, (_, i) => ({ file: `song-${i}.wav`, title: `Song ${i}` })),
    ...more,
  },
  ...Object.fromEntries(Array.from({ length: songs }, (_, i) => [`song-${i}.wav`, song(i)])),
})

/** The app as far as a site is concerned. */
export const someApp = {
  'exhibit.html': '<!doctype html><title>exhibit</title>',
  'spectator.html': '<!doctype html><title>spectator</title>',
  'index.html': '<!doctype html><title>for any song</title>',
  'assets/main-1234.js': 'export {}',
  'songs/founders.mp3': 'not of the exhibit',
  '.built-of': '1',
}
