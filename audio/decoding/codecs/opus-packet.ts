import type { Samples } from '../../units.ts'

const MAX_PACKET_SAMPLES: Samples = 5760
/** Frame sizes at 48 kHz of SILK, hybrid and CELT (RFC 6716, table 2). */
const silkSizes = [480, 960, 1920, 2880]
const hybridSizes = [480, 960]
const celtSizes = [120, 240, 480, 960]

/** Samples per channel at 48 kHz by the first bytes of a packet (RFC 6716, 3.1 and 3.2); 0 for an invalid one. */
export function readOpusPacketSamples(packet: Uint8Array): Samples {
  const [toc, counts = 0] = packet
  if (toc === undefined) return 0
  const config = toc >>> 3
  const size = (
    config < 12 ? silkSizes[config & 3] : config < 16 ? hybridSizes[config & 1] : celtSizes[config & 3]
  ) as Samples
  const code = toc & 3
  const samples = size * (code === 0 ? 1 : code < 3 ? 2 : counts & 63)
  return samples > MAX_PACKET_SAMPLES ? 0 : samples
}
