import { basename } from 'node:path'
import { makeResponseTable } from './make-response-table.ts'
import { SofaError } from './read-sofa.ts'

// `npm run hrtf -- ears.sofa ears.bin`: measured responses of a head (SOFA, AES69) as the table that voices use. The one
// that ships was made from MIT_KEMAR_normal_pinna.sofa of Debian's package libmysofa1.
async function main([sofaPath, tablePath = `${basename(sofaPath ?? '', '.sofa')}.bin`]: string[]): Promise<void> {
  if (!sofaPath) throw new SofaError('Usage: npm run hrtf -- ears.sofa [ears.bin]')
  const { directions, delays } = await makeResponseTable(sofaPath, tablePath)
  const count = directions.length / 3
  const ears = delays.length > count ? 'two ears' : 'one ear, and its mirror image'
  console.log(`${tablePath}: ${count} directions, ${ears}. Use it with ?ears=ADDRESS, or as “ears” in exhibit.json.`)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof SofaError ? error.message : error)
  process.exitCode = 1
})
