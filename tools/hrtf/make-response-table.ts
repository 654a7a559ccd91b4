import { writeFile } from 'node:fs/promises'
import { packResponseTable, type ResponseTable } from '../../audio/playback/response-table.ts'
import { readSofa, SofaError } from './read-sofa.ts'
import { reduceResponses } from './reduce-responses.ts'

/**
 * Makes the table that voices use of measured responses of a head (SOFA, AES69).
 * @throws {SofaError} one sentence
 */
export async function makeResponseTable(sofaPath: string, tablePath: string): Promise<ResponseTable> {
  const head = await readSofa(sofaPath)
  const table = reduceOrExplain(sofaPath, head)
  await writeFile(tablePath, packResponseTable(table)).catch(({ message }: Error) => {
    throw new SofaError(`“${tablePath}” cannot be written: ${message}.`)
  })
  return table
}

function reduceOrExplain(path: string, head: Awaited<ReturnType<typeof readSofa>>): ResponseTable {
  try {
    return reduceResponses(head)
  } catch (error) {
    if (error instanceof RangeError) throw new SofaError(`“${path}” cannot be used: ${error.message}.`)
    throw error
  }
}
