import type { SpectrogramImage } from '../../../audio/analysis/analysis-types.ts'

/** Each level has a row for this many rows of the level below. */
const LEVEL_FACTOR = 4
/** Levels are added until the coarsest has no more rows than this. */
const MAX_COARSEST_ROWS = 256

/**
 * A spectrum at several resolutions; each row holds the maximum of the rows below it. A column of any width reads a few
 * rows only, instead of searching all frames of an hour for each picture.
 */
export type SpectrumMipmap = {
  frames: number
  bands: number
  /** Level k: one row of `bands` bytes for 4^k frames. */
  levels: Uint8Array[]
  /** Number of frames, from the start, whose rows are built at all levels. */
  builtFrames: number
}

export function createMipmap({ frames, bands, pixels }: SpectrogramImage): SpectrumMipmap {
  const levels: Uint8Array[] = [pixels]
  for (let rows = frames; rows > MAX_COARSEST_ROWS; ) {
    rows = Math.ceil(rows / LEVEL_FACTOR)
    levels.push(new Uint8Array(rows * bands))
  }
  return { frames, bands, levels, builtFrames: levels.length > 1 ? 0 : frames }
}

function accumulateMaximum(from: Uint8Array, row: number, bands: number, out: Uint8Array, outRow: number): void {
  let at = row * bands
  for (let j = outRow * bands; j < (outRow + 1) * bands; j++, at++)
    if ((from[at] as number) > (out[j] as number)) out[j] = from[at] as number
}

/** Builds the next rows of all levels in steps short enough for the time between two frames. */
export function extendMipmap(mipmap: SpectrumMipmap): void {
  const { frames, bands, levels, builtFrames } = mipmap
  const until = Math.min(frames, builtFrames + LEVEL_FACTOR ** (levels.length - 1))
  for (let k = 1, fold = LEVEL_FACTOR; k < levels.length; k++, fold *= LEVEL_FACTOR) {
    const below = levels[k - 1] as Uint8Array
    const out = levels[k] as Uint8Array
    const rowsBelow = below.length / bands
    for (let row = builtFrames / fold; row < Math.ceil(until / fold); row++)
      for (let child = row * LEVEL_FACTOR; child < Math.min(rowsBelow, (row + 1) * LEVEL_FACTOR); child++)
        accumulateMaximum(below, child, bands, out, row)
  }
  mipmap.builtFrames = until
}

/**
 * Reads the levels from frame `from` to frame `to` (fractions allowed): the maximum if a column covers several frames,
 * interpolated if it is narrower than one.
 * @param out receives `bands` bytes, low bands first; zeros outside of what is built
 */
export function readColumn(mipmap: SpectrumMipmap, from: number, to: number, out: Uint8Array): void {
  const { bands, levels, builtFrames } = mipmap
  const base = levels[0] as Uint8Array
  out.fill(0)
  if (builtFrames === 0 || to < 0 || from > builtFrames) return
  if (to - from <= 1) {
    const position = Math.min(builtFrames - 1, Math.max(0, (from + to) / 2))
    const before = Math.floor(position) * bands
    const after = Math.min(builtFrames - 1, Math.floor(position) + 1) * bands
    const mix = position - Math.floor(position)
    for (let b = 0; b < bands; b++)
      out[b] = (base[before + b] as number) * (1 - mix) + (base[after + b] as number) * mix
    return
  }
  const first = Math.max(0, Math.floor(from))
  const end = Math.min(builtFrames, Math.max(first + 1, Math.floor(to)))
  let level = 0
  let fold = 1
  // A row covers at most half of the column, so that neighbors blur in little.
  while (level < levels.length - 1 && fold * LEVEL_FACTOR * 2 <= end - first) {
    level++
    fold *= LEVEL_FACTOR
  }
  const rows = levels[level] as Uint8Array
  for (let row = Math.floor(first / fold); row < Math.ceil(end / fold); row++)
    accumulateMaximum(rows, row, bands, out, 0)
}
