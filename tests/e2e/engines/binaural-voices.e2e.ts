import { expect, test } from 'vitest'
import { openModulePage } from '../harness/pages.ts'
import {
  createVoiceSignals,
  locateVoice,
  placeRoom,
  VOICE_SIZES,
  VOICES_BLOCK,
  VOICES_BLOCKS,
  VOICES_RATE_HZ,
} from './sound/moving-voices.ts'
import { openNodeMixer } from './sound/node-binaural.ts'
import type { renderMovingVoices } from './sound/render-in-engine.ts'

test('moving voices, in a room and without it, are the same samples in this engine as in Node', async () => {
  const opened = await openModulePage()
  const text: Awaited<ReturnType<typeof renderMovingVoices>> = await opened.page.evaluate(
    "import('/tests/e2e/engines/sound/render-in-engine.ts').then((it) => it.renderMovingVoices())",
  )
  await opened.close()
  const rendered = new Float32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer)
  const length = VOICES_BLOCKS * VOICES_BLOCK
  expect(rendered).toHaveLength(2 * length)

  const signals = createVoiceSignals()
  const mixer = await openNodeMixer(VOICES_RATE_HZ, signals.length)
  mixer.sizes.set(VOICE_SIZES)
  const expected = new Float32Array(2 * length)
  for (let block = 0; block < VOICES_BLOCKS; block++) {
    const [from, to] = [block * VOICES_BLOCK, (block + 1) * VOICES_BLOCK]
    const room = placeRoom(block)
    if (room) mixer.room.set(room)
    mixer.clear()
    signals.forEach((signal, voice) => {
      const moved = locateVoice(voice, block)
      if (moved) mixer.positions.set(moved, 3 * voice)
      mixer.addInput(voice, signal.subarray(from, to), 0)
    })
    mixer.addRoom()
    const [{ left, right }] = mixer.outputs as [(typeof mixer.outputs)[0]]
    expected.set(left, from)
    expected.set(right, length + from)
  }
  const loudest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const difference = rendered.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] as number))), 0)
  console.log('Largest difference from Node:', difference)
  expect(loudest).toBeGreaterThan(0.3)
  expect(difference).toBeLessThan(1e-6)
})
