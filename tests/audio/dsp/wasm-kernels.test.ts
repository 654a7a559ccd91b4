import { afterEach, describe, expect, test, vi } from 'vitest'
import { defaultSettings } from '../../../audio/song/song.ts'
import { bursts } from '../../wav.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

const job = {
  title: 'Test',
  source: { name: 'a.wav', bytes: 1, sha256: '0'.repeat(64), duration: 4, sampleRate: 48000, channels: 1 },
  settings: defaultSettings,
}

/** A whole song by freshly loaded modules, and the path they took. */
async function analyze() {
  vi.resetModules()
  const { analyzeSong } = await import('../../../audio/analysis/analyze-song.ts')
  const { bestBackend: bestPath } = await import('../../../audio/dsp/wasm-kernels.ts')
  return { path: bestPath(), song: await analyzeSong({ channels: [bursts(4, 48000)], sampleRate: 48000 }, job, {}) }
}

/** An engine that refuses to compile: no SIMD, or a page that does not allow WebAssembly. */
class Refusing {
  constructor() {
    throw new WebAssembly.CompileError('no')
  }
}

describe('without the kernels', () => {
  test.each([
    ['no WebAssembly at all', undefined],
    ['no SIMD', { ...WebAssembly, CompileError: WebAssembly.CompileError, Module: Refusing }],
  ])('%s: plain TypeScript makes the same Song', async (_, engine) => {
    const fast = await analyze()
    expect(fast.path).toBe('simd')
    vi.stubGlobal('WebAssembly', engine)
    const plain = await analyze()
    expect(plain.path).toBe('plain')
    expect(plain.song).toEqual(fast.song)
  })
})
