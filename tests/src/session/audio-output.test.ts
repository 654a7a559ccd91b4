import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { SampleStore } from '../../../audio/playback/sample-store.ts'
import { createFrameState } from '../../../scenes/state/frame-state.ts'
import { createSceneServices } from '../../../scenes/state/scene-services.ts'
import { createAudioOutput } from '../../../src/session/audio-output.ts'
import { soundPart } from '../../../src/session/sound-part.ts'

type FakeContext = ReturnType<typeof openFakeContext>

const contexts: FakeContext[] = []
/** What voices were made for. */
const pools: { spatial?: boolean; output?: unknown }[] = []
const setSongGain = vi.fn()
let isAudioMissing = false
let deviceChannels = 2

/** Safari's audio context, as far as this matters: its state changes by itself. */
function openFakeContext(sampleRate: number) {
  const listeners = new Map<string, (state: string) => void>()
  const context = {
    sampleRate,
    state: 'running',
    currentTime: 2,
    rawContext: Object.assign(new EventTarget(), { destination: { maxChannelCount: deviceChannels } }),
    on: (type: string, listener: (state: string) => void) => void listeners.set(type, listener),
    resume: vi.fn(async () => {}),
    close: vi.fn(async () => {}),
    change: (state: string) => {
      context.state = state
      listeners.get('statechange')?.(state)
    },
  }
  return context
}

vi.mock('../../../audio/playback/voice-pool.ts', () => ({
  createAudioContext: (sampleRate: number) => {
    if (isAudioMissing) throw new ReferenceError('AudioContext is not defined')
    const context = openFakeContext(sampleRate)
    contexts.push(context)
    return context
  },
  createVoicePool: (_store: unknown, _context: unknown, options: (typeof pools)[number]) => {
    pools.push(options)
    return { dispose: () => {}, resume: async () => {}, setSongGain }
  },
}))

const playback = {
  playing: true,
  time: () => 3,
  seek: vi.fn(),
  play: vi.fn(),
  repeat: vi.fn(),
  dispose: () => {},
}
vi.mock('../../../audio/playback/playback.ts', () => ({ createPlayback: () => playback }))

beforeAll(() => soundPart.load())

let gestures: EventTarget
let devices: EventTarget
let audioSession: { type: string }
beforeEach(() => {
  vi.useFakeTimers()
  contexts.length = 0
  pools.length = 0
  isAudioMissing = false
  deviceChannels = 2
  playback.playing = true
  gestures = new EventTarget()
  devices = new EventTarget()
  audioSession = { type: 'auto' }
  const addEventListener = gestures.addEventListener.bind(gestures)
  vi.stubGlobal('window', { addEventListener, setTimeout: globalThis.setTimeout })
  vi.stubGlobal('document', new EventTarget())
  vi.stubGlobal('navigator', { audioSession, mediaDevices: devices })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.clearAllMocks()
})

function playSong() {
  const output = createAudioOutput()
  const scene = { frameState: createFrameState(), services: createSceneServices() }
  output.connect(scene, { sampleRate: 44_100 } as SampleStore, [], () => {})
  output.watchInterruptions()
  return { output, scene, context: contexts[0] as FakeContext }
}

test('the ring switch of an iPhone does not silence the song', () => {
  playSong()
  expect(audioSession.type).toBe('playback')
})

test('a call interrupts the song: it is resumed at once, and by every gesture until it runs', () => {
  const { context } = playSong()
  context.resume.mockRejectedValueOnce(new Error('interrupted'))
  context.change('interrupted')
  expect(context.resume).toHaveBeenCalledTimes(1)
  for (const type of ['pointerup', 'touchend', 'click']) gestures.dispatchEvent(new Event(type))
  expect(context.resume).toHaveBeenCalledTimes(4)
  context.change('running')
  gestures.dispatchEvent(new Event('touchend'))
  expect(context.resume).toHaveBeenCalledTimes(4)
  expect(contexts).toHaveLength(1)
})

test('a song is heard as recorded, and from its boxes again, at its time and in the same context', () => {
  const { output, scene } = playSong()
  const prefer = (space: 'hall' | 'dry' | 'recorded') => {
    scene.frameState.preferences = { ...scene.frameState.preferences, space }
    output.applySound()
  }
  prefer('dry')
  expect(pools).toMatchObject([{ spatial: true }])
  prefer('recorded')
  expect(playback.seek).toHaveBeenCalledWith(3)
  expect(playback.play).toHaveBeenCalledTimes(1)
  prefer('recorded')
  prefer('hall')
  expect(pools).toMatchObject([{ spatial: true }, { spatial: false }, { spatial: true }])
  expect(contexts).toHaveLength(1)
})

test('a song that is paused stays so after an interruption', () => {
  const { context } = playSong()
  playback.playing = false
  context.change('interrupted')
  gestures.dispatchEvent(new Event('click'))
  expect(context.resume).not.toHaveBeenCalled()
})

test('another output whose clock stands still gets a new context, and the song goes on at its time', () => {
  const { context } = playSong()
  devices.dispatchEvent(new Event('devicechange'))
  vi.advanceTimersByTime(1500)
  expect(contexts).toHaveLength(2)
  expect(context.close).toHaveBeenCalled()
  expect(playback.seek).toHaveBeenCalledWith(3)
  expect(playback.play).toHaveBeenCalled()
})

test('another output whose clock runs keeps its context, at the rate of the song', () => {
  const { context } = playSong()
  devices.dispatchEvent(new Event('devicechange'))
  context.currentTime += 0.5
  vi.advanceTimersByTime(1500)
  expect(contexts).toHaveLength(1)
  expect(context.sampleRate).toBe(44_100)
})

test('an output that stands still without a word is noticed while something should sound, in a headset too', () => {
  const { scene } = playSong()
  vi.advanceTimersByTime(6000)
  expect(contexts).toHaveLength(2)
  expect(playback.seek).toHaveBeenCalledWith(3)
  // A picked chunk while the song is paused.
  playback.playing = false
  vi.advanceTimersByTime(20_000)
  expect(contexts).toHaveLength(2)
  scene.frameState.boxes.sounding = Uint8Array.of(0, 1)
  vi.advanceTimersByTime(6000)
  expect(contexts).toHaveLength(3)
})

test('without any device no contexts pile up, and another device is tried at once', () => {
  playSong()
  vi.advanceTimersByTime(120_000)
  const tried = contexts.length
  expect(tried).toBeLessThan(6)
  devices.dispatchEvent(new Event('devicechange'))
  vi.advanceTimersByTime(1500)
  expect(contexts).toHaveLength(tried + 1)
})

test('without Web Audio the song passes in silence, and the page is told', () => {
  isAudioMissing = true
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const output = createAudioOutput()
  const onUnavailable = vi.fn()
  output.addUnavailableListener(onUnavailable)
  const services = createSceneServices()
  output.connect({ frameState: createFrameState(), services }, { sampleRate: 48_000 } as SampleStore, [], () => {})
  expect(onUnavailable).toHaveBeenCalledTimes(1)
  expect(output.readClock()).toBeNull()
  expect(services.voices?.sampleRate).toBe(48_000)
  const before = services.voices?.now() ?? 0
  vi.advanceTimersByTime(1000)
  expect(services.voices?.now()).toBeGreaterThanOrEqual(before)
})

const RING = [45, 135, 225, 315].map((direction, i) => ({ channel: i + 1, direction, delay: 0, gain: 0 }))
const choose = ({ output, scene }: ReturnType<typeof playSong>, choice: object) => {
  scene.frameState.preferences = { ...scene.frameState.preferences, ...choice }
  output.applySound()
}

test('another way out gets other voices, and the song goes on at its time', () => {
  const played = playSong()
  expect(pools).toMatchObject([{ output: 'headphones' }])
  choose(played, { output: 'headphones', volume: 0.3 })
  expect(pools).toHaveLength(1)
  choose(played, { output: 'loudspeakers' })
  expect(pools[1]).toMatchObject({ output: 'loudspeakers' })
  expect(playback.seek).toHaveBeenCalledWith(3)
  expect(playback.play).toHaveBeenCalledTimes(1)
  expect(contexts).toHaveLength(1)
})

test('the loudspeakers of a place are used where the device has their channels, else a pair', () => {
  const few = playSong()
  few.output.setSpeakers(RING)
  expect(few.output.readOutput()).toBe('headphones')
  choose(few, { output: 'loudspeakers' })
  expect(few.output.readOutput()).toBe('loudspeakers')
  expect(few.output.countMissingChannels()).toBe(2)
  deviceChannels = 8
  devices.dispatchEvent(new Event('devicechange'))
  expect(few.output.readOutput()).toBe(RING)
  expect(few.output.countMissingChannels()).toBe(0)
  expect(playback.seek).toHaveBeenLastCalledWith(3)
})

test('a song is made as loud as others once its loudness is known, if the visitor wants that', () => {
  const played = playSong()
  expect(setSongGain).toHaveBeenLastCalledWith(1)
  played.output.setLevels({ loudness: -11, monoLoudness: -12, truePeak: 0 })
  expect(setSongGain.mock.lastCall?.[0]).toBeCloseTo(0.398, 3)
  choose(played, { evenLoudness: false })
  expect(setSongGain.mock.lastCall?.[0]).toBeCloseTo(1.122, 3)
  choose(played, { evenLoudness: false, space: 'recorded' })
  expect(setSongGain).toHaveBeenLastCalledWith(1)
})
