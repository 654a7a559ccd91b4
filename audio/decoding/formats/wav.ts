import { readLatin1, toDataView } from '../../bytes.ts'
import type { Hertz } from '../../units.ts'

/** The header of a RIFF WAVE file; `dataStart` is a byte offset. */
export type WavHeader = { sampleRate: Hertz; channels: number; dataStart: number; dataBytes: number }

/**
 * Reads the header of a RIFF WAVE file (Microsoft & IBM 1991).
 * @returns undefined for other files and without a format chunk before the data; `dataBytes` counts the bytes present
 */
export function parseWavHeader(bytes: Uint8Array): WavHeader | undefined {
  if (!['RIFF', 'RF64'].includes(readLatin1(bytes, 0, 4)) || readLatin1(bytes, 8, 4) !== 'WAVE') return undefined
  const view = toDataView(bytes)
  let format: { sampleRate: Hertz; channels: number } | undefined
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = readLatin1(bytes, at, 4)
    const size = view.getUint32(at + 4, true)
    const body = at + 8
    if (id === 'fmt ' && body + 16 <= bytes.length) {
      format = { channels: view.getUint16(body + 2, true), sampleRate: view.getUint32(body + 4, true) }
    }
    if (id === 'data') return format && { ...format, dataStart: body, dataBytes: Math.min(size, bytes.length - body) }
    at = body + size + (size % 2)
  }
  return format && { ...format, dataStart: bytes.length, dataBytes: 0 }
}
