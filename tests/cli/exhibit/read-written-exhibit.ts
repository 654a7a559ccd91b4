import { join } from 'node:path'
import { readExhibit } from '../../../cli/exhibit/read-exhibit.ts'
import { temporary, write } from './temporary-folders.ts'

const root = temporary()
let written = 0

/** Writes an exhibit.json into a folder of its own and reads it. */
export function readWrittenExhibit(exhibit: unknown): ReturnType<typeof readExhibit> {
  return readExhibit(write(join(root, String(written++)), { 'exhibit.json': exhibit }))
}

/** The fewest fields that an exhibit has. */
export const fineExhibit = { title: 'T', songs: [{ file: 'a.mp3' }] }
export const pinHash = `scrypt$32768$8$3$${'A'.repeat(22)}$${'A'.repeat(43)}`
