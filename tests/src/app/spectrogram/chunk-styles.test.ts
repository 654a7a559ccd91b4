import { describe, expect, test } from 'vitest'
import { computeChunkColors } from '../../../../scenes/geometry/palette.ts'
import { ChunkStyles, colorGainTable, toCssRgb, whiteGainTable } from '../../../../src/app/spectrogram/chunk-styles.ts'
import { someChunks } from '../../../scenes/sample-chunks.ts'

describe('chunk styles', () => {
  test('toCssRgb encodes and clamps linear channels', () => {
    expect(toCssRgb(0, 0.5, 1)).toBe('rgb(0 188 255 / 1)')
    expect(toCssRgb(-1, 2, 0.0031308, 0.5)).toBe('rgb(0 255 10 / 0.5)')
  })

  test('louder levels are never darker; the quietest are black, only the loudest fade to white', () => {
    for (let level = 1; level < 256; level++) {
      expect(colorGainTable[level]).toBeGreaterThanOrEqual(colorGainTable[level - 1] as number)
      expect(whiteGainTable[level]).toBeGreaterThanOrEqual(whiteGainTable[level - 1] as number)
    }
    expect(colorGainTable[20]).toBe(0)
    expect(whiteGainTable[180]).toBe(0)
    expect(whiteGainTable[255]).toBeGreaterThan(0)
    expect((colorGainTable[255] as number) + (whiteGainTable[255] as number)).toBeGreaterThan(4095)
  })

  test('unplayed, played and highlight go from dark to light in the chunk’s color', () => {
    const looks = new ChunkStyles(computeChunkColors(someChunks(40)))
    const sum = (color: string) => (color.match(/\d+/g) ?? []).slice(0, 3).reduce((all, part) => all + Number(part), 0)
    for (let i = 0; i < 40; i++) {
      const look = looks.get(i)
      expect(sum(look.unplayed)).toBeLessThan(sum(look.unplayedNarrow))
      expect(sum(look.unplayedEdge)).toBeLessThan(sum(look.played))
      expect(sum(look.played)).toBeLessThan(sum(look.playedEdge))
      expect(sum(look.playedEdge)).toBeLessThan(sum(look.highlight))
    }
    expect(new Set(Array.from({ length: 40 }, (_, i) => looks.get(i).played)).size).toBe(40)
  })
})
