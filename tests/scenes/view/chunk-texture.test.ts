import { expect, test } from 'vitest'
import { createFrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { CHUNK_TEXTURE_WIDTH, ChunkTexture } from '../../../scenes/view/chunk-texture.ts'

test('the texture holds position, glow, played and progress of every chunk, and is resized for another song', () => {
  const frameState = createFrameState()
  const chunkTexture = new ChunkTexture(frameState)
  for (const count of [3, 700]) {
    const chunks = Array.from({ length: count }, (_, i) => ({ start: i, end: i + 1, loudness: -20 }))
    setChunks(frameState, chunks, 2)
    const last = count - 1
    frameState.boxes.position.set([1, 2, 3], last * 3)
    frameState.boxes.glow[last] = 0.25
    frameState.boxes.played[last] = 0.75
    frameState.boxes.progress[last] = 0.5
    chunkTexture.update()
    const { image } = chunkTexture.uniforms.chunks.value
    expect(image.width).toBe(CHUNK_TEXTURE_WIDTH)
    const texels = image.data as Float32Array
    expect(texels.length).toBe(image.width * image.height * 4)
    expect([...texels.subarray(last * 8, last * 8 + 6)]).toEqual([1, 2, 3, 0.25, 0.75, 0.5])
  }
})
