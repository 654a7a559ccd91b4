import { beforeEach, describe, expect, test } from 'vitest'
import { CUT_TIMES_S, createPlaybackStage } from './fake-voices.ts'

let set: ReturnType<typeof createPlaybackStage>
beforeEach(() => {
  set = createPlaybackStage()
})

describe('picking', () => {
  test('plays a chunk at once over the song, which steps back and comes forward again', () => {
    const { playback, fake, listSoundingChunks: lit } = set
    playback.play()
    fake.run(0.2)
    playback.pick(5)
    fake.run(0.02)
    expect(fake.readSongTimes('pick')).toEqual([expect.closeTo(CUT_TIMES_S[5]!, 1)])
    expect(fake.readSongTimes('song')).toHaveLength(1)
    expect(lit('pick')).toEqual([5])
    expect(fake.ducks).toEqual([true])
    fake.run(1.2)
    expect(lit('pick')).toEqual([])
    expect(fake.ducks).toEqual([true, false])
  })

  test('works while paused, and leaves the time alone', () => {
    const { playback, fake, turns } = set
    playback.seek(1.5)
    playback.pick(0)
    fake.run(0.1)
    expect(fake.readSongTimes('pick')).toHaveLength(1)
    expect([playback.playing, playback.time(), playback.chunk()]).toEqual([false, 1.5, 5])
    fake.run(1)
    expect(turns()).toEqual([])
  })

  test('one after the other: the song comes forward only after the last', () => {
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

  test('a short chunk keeps its light long enough to be seen', () => {
    const { playback, fake, listSoundingChunks: lit } = set
    playback.pick(2)
    fake.run(0.7)
    expect(fake.readSongTimes('pick')).toEqual([])
    expect(lit('pick')).toEqual([2])
    fake.run(0.2)
    expect(lit('pick')).toEqual([])
  })

  test('pausing the song lets a picked chunk finish', () => {
    const { playback, fake } = set
    playback.play()
    fake.run(0.1)
    playback.pick(5)
    fake.run(0.1)
    playback.pause()
    fake.run(0.1)
    expect(fake.readSongTimes('pick')).toHaveLength(1)
  })

  test('chunks that do not exist are not picked', () => {
    const { playback, fake } = set
    playback.pick(-1)
    playback.pick(8)
    expect([fake.started, fake.ducks]).toEqual([[], []])
  })

  test('however fast, no more lights than voices, each with a voice of its own, and the last always lit', () => {
    const { playback, fake, turns, listSoundingChunks: lit } = set
    playback.play()
    for (let i = 0; i < 40; i++) {
      playback.pick((i * 3) % 8)
      fake.run(0.025)
      const picked = turns().filter(({ bus }) => bus === 'pick')
      expect(picked.length).toBeLessThanOrEqual(fake.voices.pickVoices)
      expect(new Set(picked.map(({ voice }) => voice)).size).toBe(picked.length)
      expect(picked.every(({ voice }) => !voice.stopped)).toBe(true)
      expect(lit('pick')).toContain((i * 3) % 8)
      // What was just cut off is still fading.
      expect(fake.readSongTimes('pick').length).toBeLessThanOrEqual(fake.voices.pickVoices)
    }
  })
})

describe('repeating', () => {
  test('plays a chunk again and again without its light going out, until let go', () => {
    const { playback, fake, listSoundingChunks: lit } = set
    playback.repeat(2)
    for (let i = 0; i < 60; i++) {
      fake.run(1 / 32)
      expect(lit('pick'), `tick ${i}`).toEqual([2])
    }
    const rounds = fake.of('pick').length
    expect(rounds).toBeGreaterThanOrEqual(4)
    const whens = fake.of('pick').map(({ when }) => when)
    for (let i = 1; i < rounds; i++) expect(whens[i]! - whens[i - 1]!).toBeCloseTo(0.4, 2)
    playback.repeat()
    fake.run(1)
    expect(fake.of('pick').length).toBeLessThanOrEqual(rounds + 1)
    expect(lit('pick')).toEqual([])
    expect(fake.ducks).toEqual([true, false])
  })

  test('another chunk begins at once, over the end of the one before', () => {
    const { playback, fake, listSoundingChunks: lit, chunksStarted } = set
    playback.repeat(5)
    fake.run(0.2)
    playback.repeat(1)
    fake.run(0.05)
    expect(lit('pick').sort()).toEqual([1, 5])
    fake.run(3)
    expect(chunksStarted('pick').filter((chunk) => chunk === 5)).toHaveLength(1)
  })
})

test('two chunks repeat in turn, each lit in its own round; let go, the other goes on alone', () => {
  const { playback, fake, listSoundingChunks: lit, chunksStarted } = set
  playback.repeat(5)
  fake.run(0.1)
  playback.repeat(5, 2)
  const seen: string[] = []
  for (let i = 0; i < 100; i++) {
    fake.run(1 / 32)
    const now = lit('pick').join()
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
  expect(lit('pick')).toEqual([])
})

test('hush silences what was picked or repeated, and lets the song come forward again', () => {
  const { playback, fake, listSoundingChunks: lit } = set
  playback.play()
  fake.run(0.2)
  playback.pick(7)
  fake.run(0.2)
  playback.repeat(6)
  fake.run(0.05)
  playback.stopPicked()
  expect(lit('pick')).toEqual([])
  fake.run(0.1)
  expect(fake.readSongTimes('pick')).toEqual([])
  expect(fake.readSongTimes('song').length).toBeGreaterThan(0)
  expect(fake.ducks).toEqual([true, false])
  fake.run(3)
  expect(fake.readSongTimes('pick')).toEqual([])
})
