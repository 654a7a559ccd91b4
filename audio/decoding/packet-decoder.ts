import type { Block } from '../block-stream.ts'
import type { Hertz } from '../units.ts'

/** A decoder of one codec, whose packets come from any container. Channels are in Web Audio's order where it has one. */
export type PacketDecoder = {
  sampleRate: Hertz
  channels: number
  /** The engine decodes; its samples can differ between browsers. */
  isExternal?: true
  /** The samples that successive packets bring, perhaps none. Packets that cannot be decoded are skipped. */
  decode: (packets: Uint8Array[]) => Block | Promise<Block>
  /** The samples that come after the last packet; absent for decoders that hold none back. */
  flush?: () => Promise<Block>
  free?: () => void
}
