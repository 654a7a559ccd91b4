import { beforeEach, describe, expect, test } from 'vitest'
import { CUT_TIMES_S, createPlaybackStage } from './fake-voices.ts'

let set: ReturnType<typeof createPlaybackStage>
beforeEach(() => {
  set = createPlaybackStage()
})

describe('picking', () => {
  test('plays a chunk at once and ducks the song meanwhile', () => {
    const { playback, fake, listSoundingChunks } = set
    playback.play()
    fake.run(0.2)
    playback.pick(5)
    fake.run(0.02)
    expect(fake.readSongTimes('pick')).toEqual([expect.closeTo(CUT_TIMES_S[5]!, 1)])
    expect(fake.readSongTimes('song')).toHaveLength(1)
    expect(listSoundingChunks('pick')).toEqual([5])
    expect(fake.ducks).toEqual([true])
    fake.run(1.2)
    expect(listSoundingChunks('pick')).toEqual([])
    expect(fake.ducks).toEqual([true, false])
  })

  test('works while paused and does not change the time', () => {
    const { playback, fake, listActive } = set
    playback.seek(1.5)
    playback.pick(0)
    fake.run(0.1)
    expect(fake.readSongTimes('pick')).toHaveLength(1)
    expect([playback.playing, playback.time(), playback.chunk()]).toEqual([false, 1.5, 5])
    fake.run(1)
    expect(listActive()).toEqual([])
  })

  test('ducks the song until the last of several picks ends', () => {
    const { playback, fake } = set
    playback.play()
    for (let i = 0; i < 5; i++) {
      playback.pick(i)
      fake.run(0.2)
    }
    expect(fake.ducks).toEqual([true])
    fake.run(2)
    expect(fake.ducks).toEqual([true, false])
  })

  test('a short chunk stays highlighted for the minimum time', () => {
    const { playback, fake, listSoundingChunks } = set
    playback.pick(2)
    fake.run(0.7)
    expect(fake.readSongTimes('pick')).toEqual([])
    expect(listSoundingChunks('pick')).toEqual([2])
    fake.run(0.2)
    expect(listSoundingChunks('pick')).toEqual([])
  })

  test('pausing the song does not stop a picked chunk', () => {
    const { playback, fake } = set
    playback.play()
    fake.run(0.1)
    playback.pick(5)
    fake.run(0.1)
    playback.pause()
    fake.run(0.1)
    expect(fake.readSongTimes('pick')).toHaveLength(1)
  })

  test('ignores chunks that do not exist', () => {
    const { playback, fake } = set
    playback.pick(-1)
    playback.pick(8)
    expect([fake.started, fake.ducks]).toEqual([[], []])
  })

  test('rapid picks highlight at most as many chunks as there are voices, the last one always', () => {
    const { playback, fake, listActive, listSoundingChunks } = set
    playback.play()
    for (let i = 0; i < 40; i++) {
      playback.pick((i * 3) % 8)
      fake.run(0.025)
      const picked = listActive().filter(({ bus }) => bus === 'pick')
      expect(picked.length).toBeLessThanOrEqual(fake.voices.pickVoices)
      expect(new Set(picked.map(({ voice }) => voice)).size).toBe(picked.length)
      expect(picked.every(({ voice }) => !voice.stopped)).toBe(true)
      expect(listSoundingChunks('pick')).toContain((i * 3) % 8)
      // A voice that was cut off is still fading.
      expect(fake.readSongTimes('pick').length).toBeLessThanOrEqual(fake.voices.pickVoices)
    }
  })
})

describe('repeating', () => {
  test('repeats a chunk without a gap in its highlight, until stopped', () => {
    const { playback, fake, listSoundingChunks } = set
    playback.repeat(2)
    for (let i = 0; i < 60; i++) {
      fake.run(1 / 32)
      expect(listSoundingChunks('pick'), `tick ${i}`).toEqual([2])
    }
    const rounds = fake.of('pick').length
    expect(rounds).toBeGreaterThanOrEqual(4)
    const whens = fake.of('pick').map(({ when }) => when)
    for (let i = 1; i < rounds; i++) expect(whens[i]! - whens[i - 1]!).toBeCloseTo(0.4, 2)
    playback.repeat()
    fake.run(1)
    expect(fake.of('pick').length).toBeLessThanOrEqual(rounds + 1)
    expect(listSoundingChunks('pick')).toEqual([])
    expect(fake.ducks).toEqual([true, false])
  })

  test('another chunk begins at once and overlaps the end of the last one', () => {
    const { playback, fake, listSoundingChunks, chunksStarted } = set
    playback.repeat(5)
    fake.run(0.2)
    playback.repeat(1)
    fake.run(0.05)
    expect(listSoundingChunks('pick').sort()).toEqual([1, 5])
    fake.run(3)
    expect(chunksStarted('pick').filter((chunk) => chunk === 5)).toHaveLength(1)
  })
})

test('two chunks repeat in turn, each highlighted in its own repetition; one goes on when the other is released', () => {
  const { playback, fake, listSoundingChunks, chunksStarted } = set
  playback.repeat(5)
  fake.run(0.1)
  playback.repeat(5, 2)
  const seen: string[] = []
  for (let i = 0; i < 100; i++) {
    fake.run(1 / 32)
    const now = listSoundingChunks('pick').join()
    if (now !== seen.at(-1)) seen.push(now)
  }
  const played = chunksStarted('pick')
  expect(played.length).toBeGreaterThanOrEqual(5)
  expect(played).toEqual(played.map((_, round) => (round % 2 === 0 ? 5 : 2)))
  expect(seen).toEqual(seen.map((_, round) => (round % 2 === 0 ? '5' : '2')))
  playback.repeat(2)
  fake.run(3)
  const rest = chunksStarted('pick').slice(played.length + 1)
  expect(rest.length).toBeGreaterThanOrEqual(3)
  expect(new Set(rest)).toEqual(new Set([2]))
  playback.repeat()
  fake.run(2)
  expect(listSoundingChunks('pick')).toEqual([])
})

test('stopPicked stops picked and repeated chunks and ends the ducking', () => {
  const { playback, fake, listSoundingChunks } = set
  playback.play()
  fake.run(0.2)
  playback.pick(7)
  fake.run(0.2)
  playback.repeat(6)
  fake.run(0.05)
  playback.stopPicked()
  expect(listSoundingChunks('pick')).toEqual([])
  fake.run(0.1)
  expect(fake.readSongTimes('pick')).toEqual([])
  expect(fake.readSongTimes('song').length).toBeGreaterThan(0)
  expect(fake.ducks).toEqual([true, false])
  fake.run(3)
  expect(fake.readSongTimes('pick')).toEqual([])
})
