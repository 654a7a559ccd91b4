import * as Comlink from 'comlink'
import { afterEach, expect, test, vi } from 'vitest'
import type { AnalysisJob } from '../../audio/analysis.ts'
import { analyzeInWorker } from '../../audio/analysis-client.ts'
import type { News, Outcome } from '../../audio/analysis-worker.ts'
import { SongError } from '../../audio/errors.ts'
import type { Pcm } from '../../audio/pcm.ts'
import { defaultSettings, type Song } from '../../audio/song.ts'

type Analyze = (pcm: Pcm, job: AnalysisJob, port: MessagePort) => Outcome | Promise<Outcome>

/** Stands in for the browser's Worker: the same messages over a channel, with a service of the test's own. */
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
      const whole: Analyze = async (pcm, job, news) => {
        try {
          return await analyze(pcm, job, news)
        } finally {
          // The port is a way of its own: its news may come after the answer.
          setTimeout(() => news.postMessage({ kind: 'end' } satisfies News), 10)
        }
      }
      Comlink.expose({ analyze: whole }, port2)
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

const pcmOf = (length: number): Pcm => ({ channels: [new Float32Array(length)], sampleRate: 44100 })
const job: AnalysisJob = {
  title: 'Test',
  source: { name: 'a.wav', bytes: 1, sha256: '0'.repeat(64), duration: 1, sampleRate: 44100, channels: 1 },
  settings: defaultSettings,
}
const never = new AbortController().signal
const forever: Analyze = () => new Promise(() => {})

afterEach(() => vi.unstubAllGlobals())

test('moves the sound in, passes the news on in order, gives the song, ends the worker', async () => {
  const workers = stubWorker((pcm, { title }, port) => {
    const tell = (news: News) => port.postMessage(news)
    tell({ kind: 'progress', stage: 'onsets', fraction: 0.5 })
    tell({ kind: 'outline', chunks: [{ start: 0, end: 1, loudness: -9 }] })
    tell({ kind: 'form', positions: Float32Array.of(1, 2, 3), iteration: 10, iterations: 500 })
    return new Promise((resolve) => {
      setTimeout(() => resolve({ song: { title, length: pcm.channels[0]?.length } as unknown as Song }), 20)
    })
  })
  const seen: unknown[] = []
  const pcm = pcmOf(7)
  const song = await analyzeInWorker(
    pcm,
    job,
    {
      onProgress: (...news) => seen.push(news),
      onOutline: (chunks) => seen.push(chunks),
      onForm: (...news) => seen.push(news),
    },
    never,
  )
  expect(song).toEqual({ title: 'Test', length: 7 })
  expect(pcm.channels[0]).toHaveLength(0)
  expect(seen).toEqual([['onsets', 0.5], [{ start: 0, end: 1, loudness: -9 }], [Float32Array.of(1, 2, 3), 10, 500]])
  expect(workers.map(({ terminated }) => terminated)).toEqual([true])
})

test('news that comes after the answer is not lost', async () => {
  stubWorker((_pcm, _job, port) => {
    setTimeout(() => port.postMessage({ kind: 'progress', stage: 'embedding', fraction: 1 } satisfies News), 5)
    return { song: {} as Song }
  })
  const onProgress = vi.fn()
  await analyzeInWorker(pcmOf(7), job, { onProgress }, never)
  expect(onProgress.mock.calls).toEqual([['embedding', 1]])
})

test('abort ends the worker at once and rejects with an AbortError', async () => {
  const workers = stubWorker(forever)
  const controller = new AbortController()
  const song = analyzeInWorker(pcmOf(7), job, {}, controller.signal)
  const failure = song.catch((error: unknown) => error)
  controller.abort()
  expect(await failure).toMatchObject({ name: 'AbortError' })
  expect(workers[0]?.terminated).toBe(true)
})

test('an abort beforehand starts nothing and keeps the sound', async () => {
  const workers = stubWorker(forever)
  const pcm = pcmOf(7)
  await expect(analyzeInWorker(pcm, job, {}, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
  expect(workers).toHaveLength(0)
  expect(pcm.channels[0]).toHaveLength(7)
})

test('a sentence comes through as a SongError', async () => {
  stubWorker(() => ({ sentence: '“a.wav” holds no sound; choose another file.' }))
  const failure = await analyzeInWorker(pcmOf(7), job, {}, never).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(SongError)
  expect((failure as SongError).message).toMatch(/holds no sound/)
})

test.each([
  ['throws', () => Promise.reject(new RangeError('Invalid array length'))],
  ['breaks', forever],
] as const)('a worker that %s is a SongError too', async (how, analyze) => {
  const workers = stubWorker(analyze)
  const failure = analyzeInWorker(pcmOf(7), job, {}, never).catch((error: unknown) => error)
  if (how === 'breaks') workers[0]?.dispatchEvent(new Event('error'))
  expect(await failure).toBeInstanceOf(SongError)
  expect(workers[0]?.terminated).toBe(true)
})
