import type { Block } from '../../block-stream.ts'
import { concatBlocks } from '../concat-blocks.ts'
import type { PacketDecoder } from '../packet-decoder.ts'
import { toWaveOrder } from './channel-order.ts'

/**
 * Vorbis by libvorbis (in the package ogv), which is loaded when it is first needed. The first packet brings no samples
 * (Vorbis I, 4.3.8).
 * @param headers the identification, comment and setup packets
 * @throws {RangeError} if they are damaged
 */
export async function createVorbisDecoder(headers: Uint8Array[]): Promise<PacketDecoder> {
  const [{ default: createOgvVorbis }, { libvorbisModule }] = await Promise.all([
    import('ogv/dist/ogv-decoder-audio-vorbis-wasm.js'),
    import('./libvorbis-module.ts'),
  ])
  const module = await libvorbisModule
  const decoder = await createOgvVorbis({
    instantiateWasm: (imports, done) => {
      const instance = new WebAssembly.Instance(module, imports)
      done(instance)
      return instance.exports
    },
    printErr: () => {},
  })
  decoder.init(() => {})
  for (const header of headers)
    decoder.processHeader(copyBuffer(header), (valid) => {
      if (!valid) throw new RangeError('a header of the Vorbis stream is damaged')
    })
  const format = decoder.audioFormat
  if (!format || !(format.channels > 0) || !(format.rate > 0)) throw new RangeError('the Vorbis stream has no headers')
  const decodePacket = (packet: Uint8Array): Block => {
    decoder.audioBuffer = null
    decoder.processAudio(copyBuffer(packet), () => {})
    return decoder.audioBuffer ?? []
  }
  return {
    sampleRate: format.rate,
    channels: format.channels,
    decode: (packets) => toWaveOrder(concatBlocks(packets.map(decodePacket), format.channels)),
  }
}

const copyBuffer = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer
