import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createAudioMonitor } from '../../../../src/kiosk/watchdog/audio-monitor.ts'

const reportFault = vi.fn()
beforeEach(() => {
  reportFault.mockClear()
})

describe('createAudioMonitor', () => {
  let isPlaying: boolean
  let time: number
  let now: number
  const recoverAudio = vi.fn()
  let audioMonitor: ReturnType<typeof createAudioMonitor>
  beforeEach(() => {
    isPlaying = true
    time = 0
    now = 0
    recoverAudio.mockClear()
    audioMonitor = createAudioMonitor(
      { isPlaying: () => isPlaying, getTime: () => time, mayStart: () => true, recoverAudio, reportFault },
      4000,
    )
    audioMonitor.check(0)
  })
  const passTime = (seconds: number, advance: number) => {
    for (let i = 0; i < seconds; i++) {
      time += advance
      now += 1000
      audioMonitor.check(now)
    }
  }

  test('reports nothing while audio plays or is paused', () => {
    passTime(60, 1)
    isPlaying = false
    passTime(60, 0)
    expect(reportFault).not.toHaveBeenCalled()
  })

  test('recovers stalled audio at increasing intervals, and counts it once until it plays', () => {
    passTime(60, 0)
    expect(reportFault).toHaveBeenCalledOnce()
    // After 4, 12, 28 and 60 seconds.
    expect(recoverAudio).toHaveBeenCalledTimes(4)
    expect(audioMonitor.isSilent()).toBe(true)
    passTime(5, 1)
    expect(audioMonitor.isSilent()).toBe(false)
    audioMonitor.failed()
    expect(reportFault).toHaveBeenCalledTimes(2)
    passTime(11, 0)
    expect(audioMonitor.isSilent()).toBe(false)
    passTime(1, 0)
    expect(audioMonitor.isSilent()).toBe(true)
  })
})
