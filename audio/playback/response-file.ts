import { MAX_TABLE_BYTES, type ResponseTable, readResponseTable } from './response-table.ts'
import standardUrl from './responses/kemar.bin?url'

let standard: Promise<ResponseTable> | null = null
let own: Promise<ResponseTable> | null = null

/**
 * What voices of later songs are heard with, instead of the table that ships.
 * @param url of a file that `npm run hrtf` made, on this server
 * @returns rejects if it is none: the table that ships stays
 */
export async function wearEars(url: string): Promise<void> {
  own = fetchTable(url)
  await own
}

export const loadResponseTable = (): Promise<ResponseTable> => own?.catch(loadStandard) ?? loadStandard()

function loadStandard(): Promise<ResponseTable> {
  standard ??= fetchTable(standardUrl).catch((error: unknown) => {
    standard = null
    throw error
  })
  return standard
}

async function fetchTable(url: string): Promise<ResponseTable> {
  // Nothing comes from another host, not by a redirect either.
  const response = await fetch(url, { mode: 'same-origin' })
  if (!response.ok) throw new Error(`${url}: ${response.status}`)
  if (Number(response.headers?.get('Content-Length') ?? 0) > MAX_TABLE_BYTES) throw new Error(`${url} is too large.`)
  return readResponseTable(await response.arrayBuffer())
}
