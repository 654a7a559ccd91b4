import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'
import { bursts, makeWav } from '../../wav.ts'

/** A temporary folder, removed after the tests of a file. */
export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'songwalk-exhibit-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A song of one second; each number gives other audio. */
export const song = (n: number): Uint8Array => makeWav([bursts(1, 8000, 4 + n)], 8000)

/** Writes files and their folders; values other than text and bytes become JSON. */
export function write(folder: string, files: Record<string, unknown>): string {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    const plain = typeof content === 'string' || content instanceof Uint8Array
    writeFileSync(path, plain ? content : JSON.stringify(content, null, 2))
  }
  return folder
}

/** A valid exhibit with a number of songs. */
export const exhibitOf = (songs: number, more: object = {}) => ({
  'exhibit.json': {
    title: 'Small',
    songs: Array.from({ length: songs }, (_, i) => ({ file: `song-${i}.wav`, title: `Song ${i}` })),
    ...more,
  },
  ...Object.fromEntries(Array.from({ length: songs }, (_, i) => [`song-${i}.wav`, song(i)])),
})

/** A minimal built app. */
export const someApp = {
  'exhibit.html': '<!doctype html><title>exhibit</title>',
  'spectator.html': '<!doctype html><title>spectator</title>',
  'index.html': '<!doctype html><title>for any song</title>',
  'exhibit.webmanifest': '{ "name": "songwalk", "display": "fullscreen" }',
  'assets/main-1234.js': 'export {}',
  'songs/founders.mp3': 'not of the exhibit',
  '.built-of': '1',
}
