import { expect, test, vi } from 'vitest'
import type { AnalysisEvents } from '../../audio/analysis.ts'
import { SongError } from '../../audio/errors.ts'
import type { Song } from '../../audio/song.ts'
import { openSong, sentenceFor } from '../../src/open-song.ts'
import { someChunks } from '../scenes/chunks.ts'

const chunks = someChunks(3).map((chunk, i) => ({ ...chunk, position: [i, 0, -i] }))
const song = { chunks } as unknown as Song
let analyze: (events: AnalysisEvents) => void

vi.mock('../../audio/decode.ts', () => ({
  decodeAudio: async () => ({ sampleRate: 100, numberOfChannels: 1, length: 100 }),
  toPcm: () => ({ channels: [new Float32Array(100)], sampleRate: 100 }),
}))
vi.mock('../../audio/analysis-client.ts', () => ({
  analyzeInWorker: async (_pcm: unknown, _job: unknown, events: AnalysisEvents) => {
    analyze(events)
    return song
  },
}))

const open = async () => {
  const onCut = vi.fn()
  const file = { name: 'my_song.wav', bytes: new ArrayBuffer(8) }
  const opened = await openSong(file, { onCut }, new AbortController().signal)
  return { onCut, opened }
}

test('the cuts are told once, before the song; the stills end with the song’s own form', async () => {
  analyze = ({ onOutline, onForm }) => {
    onOutline?.(chunks)
    onForm?.(new Float32Array(9), 10, 500)
  }
  const { onCut, opened } = await open()
  expect(onCut.mock.calls).toEqual([[opened.buffer, chunks, 'my song']])
  expect(opened.stills).toHaveLength(2)
  expect(opened.stills.at(-1)).toEqual(Float32Array.of(0, 0, -0, 1, 0, -1, 2, 0, -2))
})

test('errors made for visitors are told as they are, others without their details', () => {
  expect(sentenceFor(new SongError('Choose another one.'))).toBe('Choose another one.')
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
  expect(sentenceFor(new TypeError('x is undefined'))).toMatch(/^Something went wrong .*another one\.$/)
  expect(logged).toHaveBeenCalledOnce()
  logged.mockRestore()
})
