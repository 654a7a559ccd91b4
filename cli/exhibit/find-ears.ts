import { readFile } from 'node:fs/promises'
import { MAX_TABLE_BYTES, readResponseTable } from '../../audio/playback/response-table.ts'
import { findSong, type SongFileProblem } from './find-song.ts'

/** A table of responses beside an exhibit. */
export type EarsFile = { bytes: Uint8Array<ArrayBuffer>; sha256: string }

const HDF5_SIGNATURE = '\u0089HDF'

/** Finds and checks the table of an exhibit's ears. It never throws. */
export async function findEars(folder: string, file: string): Promise<EarsFile | SongFileProblem> {
  const found = await findSong(folder, file)
  if ('sentence' in found) return found
  const command = '“npm run hrtf -- ears.sofa ears.bin”'
  const noTable = { sentence: `is no table of ears; make one with ${command}.` }
  try {
    const bytes = new Uint8Array(await readFile(found.path))
    if (Buffer.from(bytes.subarray(0, 4)).toString('latin1') === HDF5_SIGNATURE)
      return { sentence: `is a SOFA file; make a table of it with ${command}, and name that here.` }
    if (bytes.length > MAX_TABLE_BYTES) return noTable
    readResponseTable(bytes.buffer)
    return { bytes, sha256: found.sha256 }
  } catch {
    return noTable
  }
}
