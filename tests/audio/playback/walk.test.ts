import { beforeEach, describe, expect, test } from 'vitest'
import { CUT_TIMES_S, createPlaybackStage } from './fake-voices.ts'

/** From a step to the first sample. */
const delay = 0.03

let set: ReturnType<typeof createPlaybackStage>
beforeEach(() => {
  set = createPlaybackStage()
})

describe('walk', () => {
  test('plays the chunk underfoot to its end, once, and is not told as playing', () => {
    const { playback, fake, told, listSoundingChunks: lit, chunksStarted } = set
    playback.walkTo(5)
    fake.run(delay + 0.1)
    expect(fake.readSongTimes('song')).toEqual([expect.closeTo(1.2, 3)])
    expect([playback.playing, playback.chunk(), lit('song')]).toEqual([false, 5, [5]])
    fake.run(3)
    expect(chunksStarted('song')).toEqual([5])
    expect(fake.readSongTimes('song')).toEqual([])
    expect([playback.chunk(), told.ends, lit('song')]).toEqual([5, 0, []])
  })

  test('in time with the music it is the song: no gap and nothing twice at any joint', () => {
    const { playback, fake, chunksStarted } = set
    playback.walkTo(0)
    fake.run(delay)
    let on = 0
    for (let t = 0.01; t < 4; t += 0.01) {
      // The feet come onto each chunk 50 ms before its time.
      while (on < 7 && t > CUT_TIMES_S[on + 1]! - 0.05) playback.walkTo(++on)
      fake.run(0.01)
      const heard = fake.readSongTimes('song')
      expect(heard.length).toBeGreaterThan(0)
      for (const place of heard) expect(place).toBeCloseTo(t, 3)
    }
    expect(chunksStarted('song')).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(fake.started.some(({ voice }) => voice.stopped)).toBe(false)
  })

  test('faster than the music it leaves the chunk behind and begins the next one at once', () => {
    const { playback, fake, chunksStarted } = set
    playback.walkTo(5)
    fake.run(delay + 0.2)
    playback.walkTo(6)
    fake.run(delay + 0.05)
    expect(fake.readSongTimes('song')).toEqual([expect.closeTo(2.05, 3)])
    playback.walkTo(5)
    fake.run(delay + 0.05)
    expect(fake.readSongTimes('song')).toEqual([expect.closeTo(1.15, 3)])
    expect(chunksStarted('song')).toEqual([5, 6, 5])
  })

  test('after a rest the next chunk begins at once', () => {
    const { playback, fake } = set
    playback.walkTo(1)
    fake.run(1)
    playback.walkTo(2)
    fake.run(delay + 0.02)
    expect(fake.readSongTimes('song')).toEqual([expect.closeTo(0.52, 3)])
  })

  test('the end of the song is not told as its end, and playing goes on from where the feet were', () => {
    const { playback, fake, told } = set
    playback.walkTo(7)
    fake.run(3)
    expect(told.ends).toBe(0)
    playback.walkTo(5)
    fake.run(delay + 0.1)
    playback.play()
    expect(playback.playing).toBe(true)
    fake.run(delay + 1.4)
    expect(playback.chunk()).toBe(7)
    for (const place of fake.readSongTimes('song')) expect(place).toBeCloseTo(playback.time(), 3)
    fake.run(3)
    expect(told.ends).toBe(1)
  })

  test('seeking and pausing end it; a chunk that is not there is nothing', () => {
    const { playback, fake } = set
    playback.walkTo(5)
    fake.run(0.1)
    playback.pause()
    fake.run(0.1)
    expect(fake.readSongTimes('song')).toEqual([])
    playback.walkTo(3)
    playback.seek(2.5)
    fake.run(0.2)
    expect([playback.playing, playback.time(), fake.readSongTimes('song')]).toEqual([false, 2.5, []])
    playback.walkTo(8)
    playback.walkTo(-1)
    fake.run(0.2)
    expect(fake.readSongTimes('song')).toEqual([])
  })
})
