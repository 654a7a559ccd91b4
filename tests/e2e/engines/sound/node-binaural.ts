import { readFile } from 'node:fs/promises'
import { type BinauralMixer, createBinauralMixer } from '../../../../audio/playback/binaural-mixer.ts'
import { binaural } from '../../../../audio/playback/kernels/build/binaural.ts'
import { resampleResponses } from '../../../../audio/playback/resample-responses.ts'
import { readResponseTable } from '../../../../audio/playback/response-table.ts'
import { createFieldFilters } from '../../../../audio/playback/room/field-filters.ts'

/**
 * The voices of the audio thread, in Node: what every engine is compared with.
 * @param ears a table of responses instead of the one that ships
 */
export async function openNodeMixer(sampleRate: number, inputs: number, ears?: Uint8Array): Promise<BinauralMixer> {
  const file = ears ?? (await readFile('audio/playback/responses/kemar.bin'))
  const table = resampleResponses(readResponseTable(new Uint8Array(file).buffer), sampleRate)
  return createBinauralMixer(
    new WebAssembly.Module(Buffer.from(binaural, 'base64')),
    table,
    createFieldFilters(table),
    inputs,
  )
}
