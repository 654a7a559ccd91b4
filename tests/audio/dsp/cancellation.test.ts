import { afterEach, describe, expect, test } from 'vitest'
import { analyzeSong } from '../../../audio/analysis/analyze-song.ts'
import { setCancelFlag, throwIfCancelled } from '../../../audio/dsp/cancellation.ts'
import { defaultSettings } from '../../../audio/song/song.ts'
import { bursts } from '../../wav.ts'

const rate = 22050
const pcm = { sampleRate: rate, channels: [bursts(8, rate, 4)] }
const source = { name: 'bursts.wav', bytes: 1, sha256: '0'.repeat(64), duration: 8, sampleRate: rate, channels: 1 }
afterEach(() => setCancelFlag(null))

describe('cancelled work', () => {
  test('continues while the flag is not set, and without a flag', () => {
    expect(throwIfCancelled).not.toThrow()
    setCancelFlag(new Int32Array(1))
    expect(throwIfCancelled).not.toThrow()
  })

  test.each(['onsets', 'embedding'] as const)('ends in the stage %s', async (last) => {
    const flag = new Int32Array(1)
    setCancelFlag(flag)
    const stages = new Set<string>()
    const onProgress = (stage: string, fraction: number) => {
      stages.add(stage)
      if (stage === last && fraction === 0) flag[0] = 1
    }
    const job = { title: 'Bursts', source, settings: { ...defaultSettings, slicing: 'beats' as const } }
    await expect(analyzeSong(pcm, job, { onProgress })).rejects.toThrow('Analysis cancelled')
    expect([...stages].at(-1)).toBe(last)
  })
})
