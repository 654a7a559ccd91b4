import { existsSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { readSofa, SofaError } from '../../../tools/hrtf/read-sofa.ts'
import { testIfInstalled } from '../../test-if-installed.ts'
import { createSofaFolder, describeHead, type SofaContent, spreadSources, writeSofa } from './sofa-files.ts'

const at = createSofaFolder()
let written = 0
const write = (content: SofaContent) => writeSofa(at(`${written++}.sofa`), content)
const KEMAR = '/usr/share/libmysofa/MIT_KEMAR_normal_pinna.sofa'

test('directions are those of the head: x to the right, y up, z to the back', async () => {
  const sources = [...spreadSources(20), [1, 0, 0], [0, 1, 0], [0, 0, 1]] as ReturnType<typeof spreadSources>
  for (const cartesian of [true, false]) {
    const { directions, sampleRate, length } = await readSofa(
      write(describeHead({ directions: sources, cartesian, sampleRate: 48_000, length: 300 })),
    )
    expect({ sampleRate, length }).toEqual({ sampleRate: 48_000, length: 300 })
    const last = Array.from(directions.slice(-9))
    for (const [i, value] of [0, 0, -1, -1, 0, 0, 0, 1, 0].entries()) expect(last[i]).toBeCloseTo(value, 6)
  }
})

test('a head that looks elsewhere, or stands elsewhere, hears sources relative to itself', async () => {
  const content = describeHead({ cartesian: true })
  const plain = await readSofa(write(content))
  const { variables } = content
  const moved: SofaContent['variables'] = {
    ...variables,
    // Everything turned by 90 degrees to the left, and one meter up.
    ListenerView: { shape: [1, 3], values: [0, 1, 0] },
    ListenerPosition: { shape: [1, 3], values: [0, 0, 1] },
    SourcePosition: {
      ...variables.SourcePosition!,
      values: Array.from(variables.SourcePosition!.values).flatMap((_, i, all) =>
        i % 3 === 0 ? [-all[i + 1]!, all[i]!, all[i + 2]! + 1] : [],
      ),
    },
  }
  const turned = await readSofa(write({ ...content, variables: moved }))
  turned.directions.forEach((value, i) => {
    expect(value).toBeCloseTo(plain.directions[i]!, 6)
  })
})

test('of several distances the one nearest to 1–1.5 m is taken', async () => {
  const directions = [...spreadSources(40), ...spreadSources(50), ...spreadSources(60)]
  const read = async (distances: [number, number, number]) => {
    const distance = (row: number) => distances[row < 40 ? 0 : row < 90 ? 1 : 2]! + 0.004 * Math.sin(row)
    return (await readSofa(write(describeHead({ directions, distance })))).directions.length / 3
  }
  expect(await read([0.5, 1.2, 3])).toBe(50)
  expect(await read([0.3, 0.5, 0.8])).toBe(60)
  expect(await read([1.4, 1.2, 1])).toBe(60)
  expect(await read([1.7, 4, 5])).toBe(40)
})

test('delays may be told beside the responses, and the right ear may come first', async () => {
  const content = describeHead({ delay: 12, rightGain: 0.5 })
  const head = await readSofa(write(content))
  expect(new Set(head.left.delays)).toEqual(new Set([12]))
  const loudest = (x: Float32Array) => x.reduce((a, b) => Math.max(a, b), 0)
  expect(loudest(head.right.responses)).toBeCloseTo(loudest(head.left.responses) / 2, 1)
  const swapped = { shape: [2, 3], values: [0, -0.09, 0, 0, 0.09, 0] }
  const other = await readSofa(write({ ...content, variables: { ...content.variables, ReceiverPosition: swapped } }))
  expect(other.left.responses.every((value, i) => value === head.right.responses[i])).toBe(true)
  const count = head.directions.length / 3
  const own = { shape: [count, 2], values: Array.from({ length: 2 * count }, (_, i) => i) }
  const each = await readSofa(write({ ...content, variables: { ...content.variables, 'Data.Delay': own } }))
  expect(Array.from(each.right.delays.slice(0, 3))).toEqual([1, 3, 5])
})

test('a direction without sound is left out', async () => {
  const content = describeHead()
  const values = Float64Array.from(content.variables['Data.IR']!.values)
  values.fill(0, 256, 512)
  content.variables['Data.IR']!.values = values
  expect((await readSofa(write(content))).directions).toHaveLength(3 * 299)
})

const withVariable = (name: string, change: (variable: SofaContent['variables'][string]) => void) => {
  const content = describeHead({ directions: spreadSources(30), length: 64 })
  change(content.variables[name]!)
  return content
}
const without = (name: string) => {
  const content = describeHead({ directions: spreadSources(30), length: 64 })
  delete content.variables[name]
  return content
}
const spoil = (name: string, index: number, value: number) =>
  withVariable(name, (variable) => {
    variable.values = Float64Array.from(variable.values)
    ;(variable.values as Float64Array)[index] = value
  })

test.each<[string, SofaContent, string]>([
  ['no SOFA file', { attributes: {}, variables: {} }, 'is an HDF5 file, but no SOFA file'],
  [
    'another convention',
    { attributes: { Conventions: 'SOFA', SOFAConventions: 'SimpleFreeFieldHRTF' }, variables: {} },
    'holds SimpleFreeFieldHRTF; songwalk needs SimpleFreeFieldHRIR',
  ],
  ['no responses', without('Data.IR'), 'has no Data.IR'],
  ['no rate', without('Data.SamplingRate'), 'has no Data.SamplingRate'],
  ['no positions', without('SourcePosition'), 'has no SourcePosition'],
  ['NaN', spoil('Data.IR', 100, Number.NaN), 'has numbers that are none'],
  ['an infinite position', spoil('SourcePosition', 5, Number.POSITIVE_INFINITY), 'has numbers that are none'],
  ['a rate of nothing', spoil('Data.SamplingRate', 0, 0), 'has a sampling rate of 0 Hz'],
  [
    'one ear',
    withVariable('Data.IR', (it) => {
      it.shape = [60, 1, 64]
    }),
    'has one ear instead of two',
  ],
  [
    'five ears',
    withVariable('Data.IR', (it) => {
      it.shape = [6, 5, 128]
    }),
    'has 5 ears instead of two',
  ],
  [
    'no taps',
    withVariable('Data.IR', (it) => {
      Object.assign(it, { shape: [30, 2, 0], values: [] })
    }),
    'has no responses',
  ],
  ['too few directions', describeHead({ directions: spreadSources(5) }), 'has responses of 5 directions'],
  [
    'silence',
    withVariable('Data.IR', (it) => {
      it.values = new Float64Array(it.values.length)
    }),
    'has responses of 0 directions',
  ],
  [
    'fewer positions than responses',
    withVariable('SourcePosition', (it) => {
      Object.assign(it, { shape: [20, 3], values: Array.from(it.values).slice(0, 60) })
    }),
    'names 20 positions for 30 responses',
  ],
])('%s: one sentence says what to do', async (_, content, sentence) => {
  const path = write(content)
  const error = await readSofa(path).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(SofaError)
  const { message } = error as SofaError
  expect(message).toContain(`“${path}” ${sentence}`)
  expect(message.split('\n')).toHaveLength(1)
  expect(message).toMatch(/\.$/)
})

test('files that are none, are cut off or damaged, or are not there: one sentence', async () => {
  const whole = await readFile(write(describeHead()))
  const fail = async (bytes: Uint8Array) => {
    const path = at('broken.sofa')
    writeFileSync(path, bytes)
    return readSofa(path).then(
      () => 'read',
      (error: unknown) => (error instanceof SofaError ? error.message : `${error}`),
    )
  }
  expect(await fail(Buffer.from('RIFF1234WAVE'))).toContain('is no SOFA file')
  expect(await fail(new Uint8Array(0))).toContain('is no SOFA file')
  expect(await fail(whole.subarray(0, whole.length / 2))).toContain('is cut off')
  for (let round = 0; round < 40; round++) {
    const bytes = new Uint8Array(whole)
    for (let i = 0; i < 60; i++) bytes[(round * 7919 + i * 104_729) % (i < 30 ? 4000 : bytes.length)]! ^= 0x5a
    expect(await fail(bytes)).toMatch(/^read$|^“.*\.$/)
  }
  await expect(readSofa(at('none.sofa'))).rejects.toThrow('is not there')
  await expect(readSofa(at('.'))).rejects.toThrow('is not there, or no file')
})

testIfInstalled('libmysofa1', existsSync(KEMAR), 'the file that the table was made of is read', async () => {
  const head = await readSofa(KEMAR)
  expect(head).toMatchObject({ sampleRate: 44_100, length: 512 })
  expect(head.directions).toHaveLength(3 * 710)
})
