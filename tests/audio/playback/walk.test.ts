import { beforeEach, describe, expect, test } from 'vitest'
import { CUT_TIMES_S, createPlaybackStage } from './fake-voices.ts'

/** Time from a step to the first sample. */
const delay = 0.03

let set: ReturnType<typeof createPlaybackStage>
beforeEach(() => {
  set = createPlaybackStage()
})

describe('walkTo', () => {
  test('plays the chunk once to its end, and playing stays false', () => {
    const { playback, fake, calls, listSoundingChunks, chunksStarted } = set
    playback.walkTo(5)
    fake.run(delay + 0.1)
    expect(fake.readSongTimes('song')).toEqual([expect.closeTo(1.2, 3)])
    expect([playback.playing, playback.chunk(), listSoundingChunks('song')]).toEqual([false, 5, [5]])
    fake.run(3)
    expect(chunksStarted('song')).toEqual([5])
    expect(fake.readSongTimes('song')).toEqual([])
    expect([playback.chunk(), calls.ends, listSoundingChunks('song')]).toEqual([5, 0, []])
  })

  test('steps in time with the music play the song without gaps or repetition', () => {
    const { playback, fake, chunksStarted } = set
    playback.walkTo(0)
    fake.run(delay)
    let on = 0
    for (let t = 0.01; t < 4; t += 0.01) {
      // Each step is 50 ms early.
      while (on < 7 && t > CUT_TIMES_S[on + 1]! - 0.05) playback.walkTo(++on)
      fake.run(0.01)
      const heard = fake.readSongTimes('song')
      expect(heard.length).toBeGreaterThan(0)
      for (const place of heard) expect(place).toBeCloseTo(t, 3)
    }
    expect(chunksStarted('song')).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(fake.started.some(({ voice }) => voice.stopped)).toBe(false)
  })

  test('a faster step cuts the chunk and begins the next one at once', () => {
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

  test('a step after a pause begins the next chunk at once', () => {
    const { playback, fake } = set
    playback.walkTo(1)
    fake.run(1)
    playback.walkTo(2)
    fake.run(delay + 0.02)
    expect(fake.readSongTimes('song')).toEqual([expect.closeTo(0.52, 3)])
  })

  test('does not call onEnd at the end of the song; play continues from the walked chunk', () => {
    const { playback, fake, calls } = set
    playback.walkTo(7)
    fake.run(3)
    expect(calls.ends).toBe(0)
    playback.walkTo(5)
    fake.run(delay + 0.1)
    playback.play()
    expect(playback.playing).toBe(true)
    fake.run(delay + 1.4)
    expect(playback.chunk()).toBe(7)
    for (const place of fake.readSongTimes('song')) expect(place).toBeCloseTo(playback.time(), 3)
    fake.run(3)
    expect(calls.ends).toBe(1)
  })

  test('plays a long chunk from where one stands, and no farther than its end', () => {
    const { playback, fake } = set
    playback.walkTo(5, 1.5)
    fake.run(delay + 0.1)
    expect(fake.readSongTimes('song')).toEqual([expect.closeTo(1.6, 3)])
    playback.walkTo(5, 1.2)
    fake.run(delay + 0.1)
    expect(fake.readSongTimes('song')).toEqual([expect.closeTo(1.3, 3)])
    playback.walkTo(5, 99)
    fake.run(1)
    expect(fake.readSongTimes('song')).toEqual([])
    expect(playback.chunk()).toBe(5)
  })

  test('stopWalking fades out what feet play within 0.3 seconds, and nothing else', () => {
    const { playback, fake } = set
    playback.walkTo(5)
    fake.run(delay + 0.1)
    playback.stopWalking()
    fake.run(0.3)
    expect(fake.readSongTimes('song')).toEqual([])
    playback.play()
    fake.run(delay + 0.1)
    playback.stopWalking()
    fake.run(0.3)
    expect(playback.playing).toBe(true)
    expect(fake.readSongTimes('song')).toHaveLength(1)
  })

  test('seek and pause end it; an unknown chunk is ignored', () => {
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
