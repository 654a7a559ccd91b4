import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createHeartbeatSender } from '../../../../src/kiosk/heartbeats.ts'
import { createAudioMonitor } from '../../../../src/kiosk/watchdog/audio-monitor.ts'
import { createFrameMonitor } from '../../../../src/kiosk/watchdog/frame-monitor.ts'
import { createErrorMonitor } from '../../../../src/kiosk/watchdog/watch-errors.ts'
import { watchWebGLContext } from '../../../../src/kiosk/watchdog/watch-webgl-context.ts'

const note = vi.fn()
const reload = vi.fn()
beforeEach(() => {
  note.mockClear()
  reload.mockClear()
})

describe('frames', () => {
  let count: number
  let attended: boolean
  let worn: boolean
  let now: number
  const restart = vi.fn()
  let look: (now: number) => void
  beforeEach(() => {
    count = 0
    attended = true
    worn = false
    now = 0
    restart.mockClear()
    look = createFrameMonitor(
      {
        getFrameCount: () => count,
        isVisible: () => attended,
        restartLoop: restart,
        endXRSession: () => worn,
        reportFault: note,
        reloadPage: reload,
      },
      8000,
    )
    look(0)
  })
  const pass = (seconds: number, frames = 0) => {
    for (let i = 0; i < seconds; i++) {
      count += frames
      now += 1000
      look(now)
    }
  }

  test('that go on, or that nobody could see, are no fault', () => {
    pass(100, 1)
    attended = false
    pass(100)
    attended = true
    pass(7)
    expect(note).not.toHaveBeenCalled()
  })

  test('that stop are started again, then the page; counted once', () => {
    pass(8)
    expect(note).toHaveBeenCalledOnce()
    expect(restart).toHaveBeenCalledOnce()
    expect(reload).not.toHaveBeenCalled()
    pass(8)
    expect(reload).toHaveBeenCalled()
    expect(note).toHaveBeenCalledOnce()
  })

  test('that went on and stop again are another time', () => {
    pass(8)
    pass(1, 5)
    pass(8)
    expect(note).toHaveBeenCalledTimes(2)
    expect(reload).not.toHaveBeenCalled()
  })

  test('that stop in a headset end its session before the page', () => {
    worn = true
    pass(16)
    expect(reload).not.toHaveBeenCalled()
    worn = false
    pass(8)
    expect(reload).toHaveBeenCalled()
  })

  test('a machine that slept is no fault', () => {
    pass(5)
    now += 3_600_000
    pass(7)
    expect(note).not.toHaveBeenCalled()
  })
})

describe('sound', () => {
  let playing: boolean
  let time: number
  let now: number
  const mend = vi.fn()
  let watch: ReturnType<typeof createAudioMonitor>
  beforeEach(() => {
    playing = true
    time = 0
    now = 0
    mend.mockClear()
    watch = createAudioMonitor(
      { isPlaying: () => playing, getTime: () => time, mayStart: () => true, recoverAudio: mend, reportFault: note },
      4000,
    )
    watch.check(0)
  })
  const pass = (seconds: number, advance: number) => {
    for (let i = 0; i < seconds; i++) {
      time += advance
      now += 1000
      watch.check(now)
    }
  }

  test('that plays, or is to be silent, is no fault', () => {
    pass(60, 1)
    playing = false
    pass(60, 0)
    expect(note).not.toHaveBeenCalled()
  })

  test('that stands still is mended more and more seldom, and counted once until it is heard', () => {
    pass(60, 0)
    expect(note).toHaveBeenCalledOnce()
    // After 4, 12, 28 and 60 seconds.
    expect(mend).toHaveBeenCalledTimes(4)
    pass(5, 1)
    watch.failed()
    expect(note).toHaveBeenCalledTimes(2)
  })
})

describe('errors', () => {
  test('five in a minute reload the page; the same one in each frame counts once a second', () => {
    const heard = createErrorMonitor({ reportFault: note, reloadPage: reload })
    for (let i = 0; i < 240; i++) heard(new Error('x'), 'x', i * 16)
    expect(note).toHaveBeenCalledTimes(4)
    expect(reload).not.toHaveBeenCalled()
    heard(new Error('y'), 'y', 4000)
    expect(reload).toHaveBeenCalledExactlyOnceWith(false)
  })

  test('few in long are counted, and no more', () => {
    const heard = createErrorMonitor({ reportFault: note, reloadPage: reload })
    for (let i = 0; i < 20; i++) heard(new Error('x'), 'x', i * 20_000)
    expect(note).toHaveBeenCalledTimes(20)
    expect(reload).not.toHaveBeenCalled()
  })

  test('a full disk is one, and a layout that settles later none', () => {
    const heard = createErrorMonitor({ reportFault: note, reloadPage: reload })
    heard(Object.assign(new Error('no'), { name: 'QuotaExceededError' }), 'no', 0)
    heard(null, 'ResizeObserver loop completed with undelivered notifications.', 0)
    expect(note.mock.calls).toEqual([['storage-full']])
  })
})

describe('graphics', () => {
  test('a canvas that was taken away does not count', () => {
    const target = new EventTarget()
    watchWebGLContext(
      {
        target,
        schedule: () => 0,
        cancel: () => {},
        isRendering: () => true,
        endXRSession: () => {},
        reportFault: note,
        reloadPage: reload,
      },
      1,
    )
    const gone = new Event('webglcontextlost', { cancelable: true })
    Object.defineProperty(gone, 'target', { value: { isConnected: false } })
    target.dispatchEvent(gone)
    expect(note).not.toHaveBeenCalled()
  })

  test('a headset’s session ends with its context; one that comes back, and draws nothing, means a new page', () => {
    const leave = vi.fn()
    const target = new EventTarget()
    let waiting = () => {}
    const later = (act: () => void) => {
      waiting = act
      return 0
    }
    watchWebGLContext(
      {
        target,
        schedule: later,
        cancel: () => {},
        isRendering: () => false,
        endXRSession: leave,
        reportFault: note,
        reloadPage: reload,
      },
      1,
    )
    target.dispatchEvent(new Event('webglcontextlost', { cancelable: true }))
    expect(leave).toHaveBeenCalledOnce()
    target.dispatchEvent(new Event('webglcontextrestored'))
    expect(note).toHaveBeenCalledOnce()
    expect(reload).not.toHaveBeenCalled()
    waiting()
    expect(reload).toHaveBeenCalled()
  })
})

describe('the server', () => {
  const beats = async (...outcomes: ('received' | 'lost' | 'unsupported')[]) => {
    const heart = createHeartbeatSender(async () => outcomes.shift() ?? 'received', note)
    while (outcomes.length > 0) await heart()
    return heart
  }

  test('that does not hear once is busy, twice is gone, and gone once', async () => {
    await beats('received', 'lost', 'received')
    expect(note).not.toHaveBeenCalled()
    await beats('lost', 'lost', 'lost', 'lost')
    expect(note.mock.calls).toEqual([['server-gone']])
    await beats('lost', 'lost', 'received', 'lost', 'lost')
    expect(note).toHaveBeenCalledTimes(3)
  })

  test('that gives files alone is seldom asked', async () => {
    const beat = vi.fn(async () => 'unsupported' as const)
    const heart = createHeartbeatSender(beat, note)
    for (let i = 0; i < 61; i++) await heart()
    expect(beat).toHaveBeenCalledOnce()
    await heart()
    expect(beat).toHaveBeenCalledTimes(2)
    expect(note).not.toHaveBeenCalled()
  })
})
