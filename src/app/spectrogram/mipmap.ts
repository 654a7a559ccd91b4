import type { SpectrogramImage } from '../../../audio/analysis/analysis-types.ts'

/** Each level has a row for this many rows of the level below. */
const LEVEL_FACTOR = 4
/** Levels are added until the coarsest has no more rows than this. */
const MAX_COARSEST_ROWS = 256

/**
 * A spectrum at several resolutions, each row the loudest of the rows it stands for. An hour of frames would take
 * too long to search for every picture; with these a column of any width reads a few rows only.
 */
export type SpectrumMipmap = {
  frames: number
  bands: number
  /** Level k: one row of `bands` bytes for 4^k frames. */
  levels: Uint8Array[]
  /** Frames whose rows are ready at every level, from the beginning on. */
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

/** Builds the next rows of all levels: little enough to be called again and again between two frames. */
export function extendMipmap(pyramid: SpectrumMipmap): void {
  const { frames, bands, levels, builtFrames: built } = pyramid
  const until = Math.min(frames, built + LEVEL_FACTOR ** (levels.length - 1))
  for (let k = 1, fold = LEVEL_FACTOR; k < levels.length; k++, fold *= LEVEL_FACTOR) {
    const below = levels[k - 1] as Uint8Array
    const out = levels[k] as Uint8Array
    const rowsBelow = below.length / bands
    for (let row = built / fold; row < Math.ceil(until / fold); row++)
      for (let child = row * LEVEL_FACTOR; child < Math.min(rowsBelow, (row + 1) * LEVEL_FACTOR); child++)
        accumulateMaximum(below, child, bands, out, row)
  }
  pyramid.builtFrames = until
}

/**
 * What is heard from frame `from` to frame `to` (fractions allowed): the loudest where a column stands for several
 * frames, in between two frames where one looks closer than that.
 * @param out receives `bands` bytes, low bands first; zeros outside of what is built
 */
export function readColumn(pyramid: SpectrumMipmap, from: number, to: number, out: Uint8Array): void {
  const { bands, levels, builtFrames: built } = pyramid
  const base = levels[0] as Uint8Array
  out.fill(0)
  if (built === 0 || to < 0 || from > built) return
  if (to - from <= 1) {
    const position = Math.min(built - 1, Math.max(0, (from + to) / 2))
    const before = Math.floor(position) * bands
    const after = Math.min(built - 1, Math.floor(position) + 1) * bands
    const mix = position - Math.floor(position)
    for (let b = 0; b < bands; b++)
      out[b] = (base[before + b] as number) * (1 - mix) + (base[after + b] as number) * mix
    return
  }
  const first = Math.max(0, Math.floor(from))
  const end = Math.min(built, Math.max(first + 1, Math.floor(to)))
  let level = 0
  let fold = 1
  // A row may stand for half of the column at most, so that what lies beside it blurs little.
  while (level < levels.length - 1 && fold * LEVEL_FACTOR * 2 <= end - first) {
    level++
    fold *= LEVEL_FACTOR
  }
  const rows = levels[level] as Uint8Array
  for (let row = Math.floor(first / fold); row < Math.ceil(end / fold); row++)
    accumulateMaximum(rows, row, bands, out, 0)
}
