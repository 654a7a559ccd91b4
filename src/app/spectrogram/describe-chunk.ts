import type { Seconds } from '../../../audio/units.ts'

export const formatRoundedTime = (time: Seconds, digits = 0): string => {
  const rounded = Number(time.toFixed(digits))
  const seconds = (rounded % 60).toFixed(digits)
  return `${Math.floor(rounded / 60)}:${seconds.padStart(digits > 0 ? digits + 3 : 2, '0')}`
}

/** One line about a chunk; people count from one. */
export function describeChunk(chunks: readonly { start: Seconds; end: Seconds }[], chunk: number): string {
  const found = chunks[chunk]
  if (!found) return ''
  const { start, end } = found
  return `Chunk ${chunk + 1} of ${chunks.length} · ${formatRoundedTime(start, 1)} · ${(end - start).toFixed(2)} s`
}
