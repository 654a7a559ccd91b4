import * as Comlink from 'comlink'
import { afterEach, expect, test, vi } from 'vitest'
import { analyzeInWorker } from '../../../audio/analysis/analysis-client.ts'
import type { AnalysisJob } from '../../../audio/analysis/analysis-types.ts'
import type { AnalysisMessage, AnalysisResult, IncomingAudio } from '../../../audio/analysis/analysis-worker.ts'
import { type BlockStream, createBlockSender, receiveBlocks } from '../../../audio/block-stream.ts'
import { defaultSettings, type Song } from '../../../audio/song/song.ts'
import { SongError } from '../../../audio/song-error.ts'

type Analyze = (audio: IncomingAudio, job: AnalysisJob, port: MessagePort) => AnalysisResult | Promise<AnalysisResult>

/** Replaces Worker: the same messages over a channel, with a service of the test. */
function stubWorker(analyze: Analyze) {
  const workers: FakeWorker[] = []
  class FakeWorker extends EventTarget {
    terminated = false
    #here: MessagePort
    #there: MessagePort
    constructor() {
      super()
      const { port1, port2 } = new MessageChannel()
      this.#here = port1
      this.#there = port2
      const analyzeThenEnd: Analyze = async (audio, job, port) => {
        try {
          return await analyze(audio, job, port)
        } finally {
          // Messages on this port can arrive after the result.
          setTimeout(() => port.postMessage({ kind: 'end', timings: [] } satisfies AnalysisMessage), 10)
        }
      }
      Comlink.expose({ analyze: analyzeThenEnd }, port2)
      workers.push(this)
    }
    postMessage(message: unknown, moved: Transferable[]) {
      this.#here.postMessage(message, moved)
    }
    override addEventListener(type: string, ...rest: [EventListener, AddEventListenerOptions?]) {
      if (type !== 'message') return super.addEventListener(type, ...rest)
      this.#here.addEventListener('message', ...rest)
      this.#here.start()
    }
    override removeEventListener(type: string, ...rest: [EventListener]) {
      if (type === 'message') this.#here.removeEventListener('message', ...rest)
      else super.removeEventListener(type, ...rest)
    }
    terminate() {
      this.terminated = true
      this.#here.close()
      this.#there.close()
    }
  }
  vi.stubGlobal('Worker', FakeWorker)
  return workers
}

/** A stream of two blocks. */
const streamOf = (length: number): BlockStream => ({
  sampleRate: 44100,
  channels: 1,
  frames: length,
  stage: 'decoding',
  sendTo: async (port, onProgress) => {
    const sender = createBlockSender(port)
    await sender.send([new Float32Array(length - 2)])
    onProgress(0.5)
    await sender.send([new Float32Array(2)])
    sender.end()
  },
})
const job: AnalysisJob = {
  title: 'Test',
  source: { name: 'a.wav', bytes: 1, sha256: '0'.repeat(64), duration: 1, sampleRate: 44100, channels: 1 },
  settings: defaultSettings,
}
const emptySong: AnalysisResult = { song: {} as Song, table: { features: 0, rows: new Float64Array(0) } }
const never = new AbortController().signal
const forever: Analyze = () => new Promise(() => {})

afterEach(() => vi.unstubAllGlobals())

test('sends the sound, dispatches the messages in order, returns the Song and terminates the worker', async () => {
  const workers = stubWorker(async ({ blocks }, { title }, port) => {
    const lengths: (number | undefined)[] = []
    await receiveBlocks(blocks, ([channel]) => lengths.push(channel?.length))
    const send = (message: AnalysisMessage) => port.postMessage(message)
    send({ kind: 'progress', stage: 'onsets', fraction: 0.5 })
    send({ kind: 'outline', chunks: [{ start: 0, end: 1, loudness: -9 }] })
    send({ kind: 'form', positions: Float32Array.of(1, 2, 3), iteration: 10, iterations: 500 })
    return new Promise((resolve) => {
      setTimeout(() => resolve({ ...emptySong, song: { title, lengths } as unknown as Song }), 20)
    })
  })
  const seen: unknown[] = []
  const song = await analyzeInWorker(
    streamOf(7),
    job,
    {
      onProgress: (...values) => seen.push(values),
      onOutline: (chunks) => seen.push(chunks),
      onForm: (...values) => seen.push(values),
    },
    never,
  )
  expect(song).toEqual({ title: 'Test', lengths: [5, 2], chunks: [] })
  expect(seen).toEqual([
    ['decoding', 0.5],
    ['onsets', 0.5],
    [{ start: 0, end: 1, loudness: -9 }],
    [Float32Array.of(1, 2, 3), 10, 500],
  ])
  expect(workers.map(({ terminated }) => terminated)).toEqual([true])
})

test('messages that arrive after the result are dispatched', async () => {
  stubWorker((_sound, _job, port) => {
    setTimeout(
      () => port.postMessage({ kind: 'progress', stage: 'embedding', fraction: 1 } satisfies AnalysisMessage),
      5,
    )
    return emptySong
  })
  const onProgress = vi.fn()
  await analyzeInWorker(streamOf(7), job, { onProgress }, never)
  expect(onProgress.mock.calls).toContainEqual(['embedding', 1])
})

test('aborting terminates the worker at once and rejects with an AbortError', async () => {
  const workers = stubWorker(forever)
  const controller = new AbortController()
  const song = analyzeInWorker(streamOf(7), job, {}, controller.signal)
  const failure = song.catch((error: unknown) => error)
  controller.abort()
  expect(await failure).toMatchObject({ name: 'AbortError' })
  expect(workers[0]?.terminated).toBe(true)
})

test('with shared memory, aborting sets the cancel flag of a busy worker', async () => {
  let flag: Int32Array | null = null
  const controller = new AbortController()
  stubWorker((audio) => {
    flag = audio.cancelFlag
    controller.abort()
    return new Promise(() => {})
  })
  await expect(analyzeInWorker(streamOf(7), job, {}, controller.signal)).rejects.toMatchObject({ name: 'AbortError' })
  expect(flag).toEqual(Int32Array.of(1))
})

test('a signal aborted beforehand starts no worker', async () => {
  const workers = stubWorker(forever)
  const sendTo = vi.fn()
  const stream = { ...streamOf(7), sendTo }
  await expect(analyzeInWorker(stream, job, {}, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
  expect(workers).toHaveLength(0)
  expect(sendTo).not.toHaveBeenCalled()
})

test('an error of the worker is thrown as a SongError', async () => {
  stubWorker(() => ({ error: { code: 'noAudio', values: { name: 'a.wav' } } }))
  const failure = await analyzeInWorker(streamOf(7), job, {}, never).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(SongError)
  expect(failure).toMatchObject({ code: 'noAudio', message: '“a.wav” holds no sound; choose another file.' })
})

test.each([
  ['throws', () => Promise.reject(new RangeError('Invalid array length'))],
  ['fails', forever],
] as const)('a worker that %s rejects with a SongError', async (how, analyze) => {
  const workers = stubWorker(analyze)
  const failure = analyzeInWorker(streamOf(7), job, {}, never).catch((error: unknown) => error)
  if (how === 'fails') workers[0]?.dispatchEvent(new Event('error'))
  expect(await failure).toBeInstanceOf(SongError)
  expect(workers[0]?.terminated).toBe(true)
})

test('a decoding error is rethrown and terminates the worker', async () => {
  const workers = stubWorker(forever)
  const stream = { ...streamOf(7), sendTo: () => Promise.reject(new SongError('undecodable', { name: 'a.wav' })) }
  const failure = await analyzeInWorker(stream, job, {}, never).catch((error: unknown) => error)
  expect((failure as SongError).code).toBe('undecodable')
  expect(workers[0]?.terminated).toBe(true)
})
