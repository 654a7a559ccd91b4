import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMemorySource } from '../../../../audio/decoding/byte-source.ts'
import { openAiffTrack } from '../../../../audio/decoding/formats/aiff-track.ts'
import { collectBlocks, concat, latin1, makeChunk, packFields } from '../../../chunks.ts'

/** Rates as numbers of 80 bits. */
const rates = {
  8000: '\x40\x0b\xfa\0\0\0\0\0\0\0',
  22254.5: '\x40\x0d\xad\xdd\0\0\0\0\0\0',
  192000: '\x40\x10\xbb\x80\0\0\0\0\0\0',
}

type Common = { channels?: number; frames?: number; bits?: number; rate?: string; codec?: string }

const makeCommon = ({ channels = 1, frames = 0, bits = 16, rate = rates[8000], codec }: Common) =>
  makeChunk(
    'COMM',
    concat(
      packFields(['U16', channels], ['U32', frames], ['U16', bits]),
      rate,
      codec === undefined ? '' : `${codec}\x03abc`,
    ),
    'U32',
  )
const makeSound = (data: Uint8Array | string, size?: number) =>
  makeChunk('SSND', concat('\0\0\0\0\0\0\0\0', data), 'U32', size)
const makeForm = (...chunks: Uint8Array[]) =>
  concat('FORM', packFields(['U32', 4 + chunks.reduce((sum, { length }) => sum + length, 0)]), 'AIFF', ...chunks)
const makeCompressed = (common: Common, data: Uint8Array | string) => {
  const bytes = makeForm(makeChunk('FVER', '\xa2\x80\x51\x40', 'U32'), makeCommon(common), makeSound(data))
  bytes.set(latin1('AIFC'), 8)
  return bytes
}

async function decode(bytes: Uint8Array<ArrayBuffer>) {
  const track = await openAiffTrack(createMemorySource(bytes), Infinity)
  if (!track) throw new Error('This is no AIFF.')
  const samples = await collectBlocks(track.decode())
  expect(samples[0]?.length ?? 0).toBe(track.frames)
  return { ...track, samples }
}

describe('sample formats', () => {
  test.each<[string, Common, string, number[]]>([
    ['8 bits are signed', { bits: 8 }, '\x80\x00\x7f', [-1, 0, 127 / 128]],
    ['16 bits', {}, '\x80\x00\x00\x01', [-1, 1 / 32768]],
    ['12 bits in 2 bytes', { bits: 12 }, '\x00\x10', [2 ** -11]],
    ['24 bits', { bits: 24 }, '\x00\x00\x01\x7f\xff\xff', [2 ** -23, 1 - 2 ** -23]],
    ['32 bits', { bits: 32 }, '\x40\x00\x00\x00', [0.5]],
    ['NONE', { codec: 'NONE' }, '\x80\x00', [-1]],
    ['twos', { codec: 'twos' }, '\x80\x00', [-1]],
    ['sowt', { codec: 'sowt' }, '\x00\x80\x01\x00', [-1, 1 / 32768]],
    ['sowt of 24 bits', { codec: 'sowt', bits: 24 }, '\x01\x00\x00', [2 ** -23]],
    ['raw', { codec: 'raw ', bits: 8 }, '\x00\x80', [-1, 0]],
    ['in24', { codec: 'in24', bits: 16 }, '\x00\x00\x01', [2 ** -23]],
    ['in32', { codec: 'in32', bits: 32 }, '\xc0\x00\x00\x00', [-0.5]],
    ['fl32', { codec: 'fl32', bits: 16 }, '\x3f\x80\x00\x00', [1]],
    ['FL64', { codec: 'FL64', bits: 64 }, '\x3f\xe0\0\0\0\0\0\0', [0.5]],
    ['alaw', { codec: 'alaw', bits: 16 }, '\xd5\x2a', [8 / 32768, -32256 / 32768]],
    ['ULAW', { codec: 'ULAW', bits: 16 }, '\x80\x00', [32124 / 32768, -32124 / 32768]],
  ])('%s', async (_, common, data, expected) => {
    const bytes =
      common.codec === undefined ? makeForm(makeCommon(common), makeSound(data)) : makeCompressed(common, data)
    expect([...(await decode(bytes)).samples[0]!]).toEqual(expected)
  })

  test('IMA ADPCM of QuickTime: packets of 64 samples, channel after channel', async () => {
    // The step is 7 at first; each code of 7 adds step + step / 2 + step / 4 + step / 8 and makes the step larger.
    const left = concat('\x01\x00', '\x07', new Uint8Array(31))
    const right = concat('\xff\x00', new Uint8Array(32))
    const { samples, channels } = await decode(
      makeCompressed({ codec: 'ima4', channels: 2, frames: 1 }, concat(left, right)),
    )
    expect(channels).toBe(2)
    expect([...samples[0]!.subarray(0, 3)].map((x) => x * 32768)).toEqual([256 + 11, 256 + 11 + 2, 256 + 11 + 2 + 1])
    expect(samples[1]![63]).toBe(-256 / 32768)
    expect(samples[0]).toHaveLength(64)
    // Two packets, of which the header counts the samples.
    expect((await decode(makeCompressed({ codec: 'ima4', frames: 100 }, concat(right, right)))).frames).toBe(100)
    expect((await decode(makeCompressed({ codec: 'ima4', frames: 2 }, concat(right, right)))).frames).toBe(128)
  })

  test('a packet of IMA ADPCM continues with the sample that the former one ended with', async () => {
    const first = concat('\x01\x00', new Uint8Array(32).fill(0x08))
    const { samples } = await decode(
      makeCompressed({ codec: 'ima4', frames: 2 }, concat(first, '\x01\x00', new Uint8Array(32).fill(0x80))),
    )
    const ints = [...samples[0]!].map((x) => x * 32768)
    expect(ints[63]).toBe(256)
    const [rising] = (
      await decode(makeCompressed({ codec: 'ima4', frames: 2 }, concat('\x01\x00', '\x01', new Uint8Array(31), first)))
    ).samples
    expect(rising![64]! * 32768).not.toBe(256)
  })

  test('rates of 80 bits', async () => {
    for (const [hertz, rate] of Object.entries(rates))
      expect((await decode(makeForm(makeCommon({ rate }), makeSound('ab')))).sampleRate).toBe(Math.round(Number(hertz)))
  })
})

describe('chunks', () => {
  const data = '\x40\x00\xc0\x00'
  test.each<[string, Uint8Array<ArrayBuffer>]>([
    ['an odd chunk in front', makeForm(makeChunk('NAME', 'abc', 'U32'), makeCommon({ frames: 2 }), makeSound(data))],
    [
      'an odd chunk without the byte that makes it even',
      makeForm(makeChunk('NAME', 'abc', 'U32').subarray(0, 11), makeCommon({}), makeSound(data)),
    ],
    ['the common chunk behind the sound', makeForm(makeSound(data), makeCommon({ frames: 2 }))],
    ['chunks behind', makeForm(makeCommon({ frames: 2 }), makeSound(data), makeChunk('ID3 ', 'abc', 'U32'))],
    ['an offset', makeForm(makeCommon({}), makeChunk('SSND', `\0\0\0\x03\0\0\0\0abc${data}`, 'U32'))],
    ['a sound of size 0', makeForm(makeCommon({ frames: 1 }), makeSound(data, 0))],
    ['a sound of size 8', makeForm(makeCommon({}), makeSound(data, 8))],
    ['a sound of unknown size', makeForm(makeCommon({}), makeSound(data, 0xffffffff))],
    ['a sound larger than the file', makeForm(makeCommon({ frames: 500 }), makeSound(data, 1008))],
    ['more sound than the common chunk says', makeForm(makeCommon({ frames: 2 }), makeSound(`${data}abcd`))],
  ])('%s', async (_, bytes) => {
    expect((await decode(bytes)).samples).toEqual([Float32Array.of(0.5, -0.5)])
  })

  test('no sound', async () => {
    expect((await decode(makeForm(makeCommon({}), makeSound(''), makeChunk('NAME', 'ab', 'U32')))).frames).toBe(0)
    expect((await decode(makeForm(makeCommon({})))).frames).toBe(0)
  })
})

test('headers that cannot be true are refused, other files are not opened', async () => {
  const open = (bytes: Uint8Array<ArrayBuffer>) => openAiffTrack(createMemorySource(bytes), Infinity)
  for (const common of [
    { channels: 0 },
    { rate: '\0'.repeat(10) },
    { rate: '\x7f\xff'.repeat(5) },
    { bits: 40 },
    { bits: 0 },
  ])
    await expect(open(makeForm(makeCommon(common), makeSound('abcd')))).rejects.toThrow()
  await expect(open(makeCompressed({ codec: 'QDM2' }, 'abcd'))).rejects.toThrow(/no decoder for AIFF-C QDM2/)
  for (const bytes of [new Uint8Array(0), latin1('FORM\0\0\0\0ILBMabcd')]) expect(await open(bytes)).toBeUndefined()
  await expect(open(makeForm(makeSound('abcd')))).rejects.toThrow(/names no format/)
})

test('whatever the header says, opening and decoding end, without or with an error', async () => {
  const files = [
    makeForm(makeCommon({ frames: 100 }), makeChunk('NAME', 'abc', 'U32'), makeSound(new Uint8Array(200).fill(7))),
    makeCompressed({ codec: 'ima4', channels: 2, frames: 3 }, new Uint8Array(204).fill(90)),
    makeCompressed({ codec: 'fl32', bits: 32 }, new Uint8Array(200).fill(90)),
  ]
  const change = fc.tuple(fc.nat(90), fc.nat(255))
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(change, { maxLength: 6 }),
      fc.nat(300),
      async (file, changes, length) => {
        const bytes = file.slice(0, length)
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
        try {
          const track = await openAiffTrack(createMemorySource(bytes), Infinity)
          if (track) expect((await collectBlocks(track.decode()))[0]?.length ?? 0).toBe(track.frames)
        } catch (error) {
          expect((error as Error).message).toMatch(/damaged|no decoder|unknown/)
        }
      },
    ),
    { numRuns: 500 },
  )
})
