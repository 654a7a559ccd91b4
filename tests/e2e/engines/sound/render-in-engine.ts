import { createBinauralNode } from '../../../../audio/playback/binaural-node.ts'
import { loadBinauralVoices } from '../../../../audio/playback/binaural-voices.ts'
import {
  createVoiceSignals,
  locateVoice,
  placeRoom,
  VOICE_SIZES,
  VOICES_BLOCK,
  VOICES_BLOCKS,
  VOICES_RATE_HZ,
} from './moving-voices.ts'

/**
 * Runs in a page of the tested engine: moving voices through its audio thread.
 * @returns both channels one after the other, 32-bit floats in base64; empty where the engine has no binaural voices
 */
export async function renderMovingVoices(): Promise<string> {
  const length = VOICES_BLOCKS * VOICES_BLOCK
  const context = new OfflineAudioContext(2, length, VOICES_RATE_HZ)
  const options = await loadBinauralVoices(context)
  if (!options) return ''
  const { node, positions, sizes, room } = createBinauralNode(context, options)
  node.connect(context.destination, 0)
  // In the middle of the block before, so that no rounding matters.
  const computeTime = (block: number) => Math.max(0, ((block - 0.5) * VOICES_BLOCK) / VOICES_RATE_HZ)
  for (let block = 0; block < VOICES_BLOCKS; block++)
    placeRoom(block)?.forEach((value, i) => {
      room[i]?.setValueAtTime(value, computeTime(block))
    })
  createVoiceSignals().forEach((signal, voice) => {
    sizes[voice]?.setValueAtTime(VOICE_SIZES[voice] as number, 0)
    const buffer = new AudioBuffer({ length, sampleRate: VOICES_RATE_HZ })
    buffer.copyToChannel(signal, 0)
    const source = new AudioBufferSourceNode(context, { buffer })
    source.connect(node, 0, voice)
    source.start()
    for (let block = 0; block < VOICES_BLOCKS; block++)
      locateVoice(voice, block)?.forEach((value, axis) => {
        const param = positions[voice]?.[axis] as AudioParam
        param.setValueAtTime(value, computeTime(block))
      })
  })
  const rendered = await context.startRendering()
  const bytes = new Uint8Array(8 * length)
  for (const c of [0, 1]) bytes.set(new Uint8Array(rendered.getChannelData(c).slice().buffer), 4 * c * length)
  let text = ''
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768))
  return btoa(text)
}
