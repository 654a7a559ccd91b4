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

/** Analyzes a song with freshly loaded modules; returns the Song and the backend. */
async function analyze() {
  vi.resetModules()
  const { analyzeSong } = await import('../../../audio/analysis/analyze-song.ts')
  const { selectBackend: bestBackend } = await import('../../../audio/dsp/wasm-kernels.ts')
  return {
    backend: bestBackend(),
    song: await analyzeSong({ channels: [bursts(4, 48000)], sampleRate: 48000 }, job, {}),
  }
}

/** An engine without SIMD, or a page that forbids WebAssembly. */
class Refusing {
  constructor() {
    throw new WebAssembly.CompileError('no')
  }
}

describe('without the kernels', () => {
  test.each([
    ['no WebAssembly at all', undefined],
    ['no SIMD', { ...WebAssembly, CompileError: WebAssembly.CompileError, Module: Refusing }],
  ])('%s: plain TypeScript gives the same Song', async (_, engine) => {
    const fast = await analyze()
    expect(fast.backend).toBe('simd')
    vi.stubGlobal('WebAssembly', engine)
    const plain = await analyze()
    expect(plain.backend).toBe('plain')
    expect(plain.song).toEqual(fast.song)
  })
})
