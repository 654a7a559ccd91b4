import { readFile, writeFile } from 'node:fs/promises'
import { File } from 'jsfive'
import { packResponseTable } from '../../audio/playback/response-table.ts'
import { reduceResponses } from './reduce-responses.ts'

// `npm run hrtf -- file.sofa table.bin`: measured responses of a head (SOFA, AES69) as the table that voices use. The one
// that ships was made from MIT_KEMAR_normal_pinna.sofa of Debian's package libmysofa1.
const [sofaPath, tablePath] = process.argv.slice(2)
if (!sofaPath || !tablePath) throw new Error('Usage: npm run hrtf -- file.sofa table.bin')

const bytes = await readFile(sofaPath)
const file = new File(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), sofaPath)
for (const name of ['Data.IR', 'Data.SamplingRate', 'SourcePosition'])
  if (!file.keys.includes(name))
    throw new Error(`${sofaPath} has no ${name}: it is no SOFA file of free-field responses.`)
const { shape, value: responses } = file.get('Data.IR')
const [count = 0, ears = 0, length = 0] = shape
if (ears !== 2) throw new Error(`${sofaPath} has ${ears} ears instead of two.`)
const table = reduceResponses({
  positions: file.get('SourcePosition').value,
  responses: Float32Array.from({ length: count * length }, (_, i) => {
    const row = Math.floor(i / length)
    return responses[2 * row * length + (i % length)] as number
  }),
  length,
  sampleRate: file.get('Data.SamplingRate').value[0] as number,
})
const packed = packResponseTable(table)
await writeFile(tablePath, packed)
console.log(`${tablePath}: ${table.delays.length} directions, ${packed.length} bytes`)
