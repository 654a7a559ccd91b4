import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLevelMeter } from '../../../../audio/dsp/level-meter.ts'
import { noise } from '../../../wav.ts'

test('levels have the bits of plain TypeScript, however many channels, however cut and however damaged', () => {
  fc.assert(
    fc.property(
      fc.record({
        channels: fc.integer({ min: 1, max: 8 }),
        length: fc.integer({ min: 0, max: 20_000 }),
        rate: fc.constantFrom(8000, 22_050, 44_100),
        cuts: fc.array(fc.nat(20_000), { maxLength: 4 }),
        damage: fc.array(
          fc.tuple(fc.nat(20_000), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 3, -0, 1e-40)),
          { maxLength: 4 },
        ),
        seed: fc.nat(1000),
      }),
      ({ channels, length, rate, cuts, damage, seed }) => {
        // Smoothed, so that there are quiet parts and peaks between samples.
        const blocks = Array.from({ length: channels }, (_, c) =>
          noise(length, seed + c).map(
            (x, i, all) => Math.sin(i / 900 + c) * (x + (all[i - 1] ?? 0) + (all[i - 2] ?? 0)),
          ),
        )
        for (const [at, value] of damage) if (at < length) blocks[at % channels]![at] = value
        const bounds = [0, ...cuts.filter((cut) => cut < length).sort((a, b) => a - b), length]
        const [simd, plain] = (['simd', 'plain'] as const).map((backend) => {
          const meter = createLevelMeter(rate, channels, backend)
          bounds.slice(1).forEach((end, i) => void meter.push(blocks.map((block) => block.subarray(bounds[i], end))))
          return meter.finish()
        })
        expect(simd).toEqual(plain)
      },
    ),
    { numRuns: 80 },
  )
})
