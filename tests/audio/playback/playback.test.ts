import { beforeEach, describe, expect, test } from 'vitest'
import { createPlaybackStage } from './fake-voices.ts'

const duration = 4
/** From play() to the first sample. */
const delay = 0.03

let set: ReturnType<typeof createPlaybackStage>
beforeEach(() => {
  set = createPlaybackStage()
})

/** Everything that sounds of the song right now is where the song says it is. */
function expectHeardAt(time: number) {
  const { playback, fake } = set
  expect(playback.time()).toBeCloseTo(time, 6)
  const heard = fake.readSongTimes('song')
  expect(heard.length).toBeGreaterThan(0)
  for (const place of heard) expect(place).toBeCloseTo(time, 3)
}

describe('playing', () => {
  test('hands over every chunk once, in order, each where the last one leaves off', () => {
    const { playback, fake, chunksStarted } = set
    playback.play()
    fake.run(delay + duration + 0.1)
    expect(chunksStarted('song')).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    for (const { segment: part, when } of fake.started) expect(when - part.offset).toBeCloseTo(delay, 9)
    expect(fake.started.some(({ voice }) => voice.stopped)).toBe(false)
  })

  test('is heard at the time it tells, and never with a gap or more than two voices', () => {
    const { playback, fake, listSoundingChunks: lit } = set
    playback.play()
    fake.run(delay)
    for (let i = 1; i < 390; i++) {
      fake.run(0.01)
      expectHeardAt(i * 0.01)
      expect(fake.readSongTimes('song').length).toBeLessThanOrEqual(2)
      expect(lit('song')).toContain(playback.chunk())
    }
  })

  test('tells of the end once, and then stands at it', () => {
    const { playback, fake, told, listSoundingChunks: lit } = set
    playback.play()
    fake.run(delay + duration - 0.05)
    expect([playback.playing, told.ends]).toEqual([true, 0])
    fake.run(1)
    expect([playback.playing, told.ends, playback.time()]).toEqual([false, 1, duration])
    expect(lit('song')).toEqual([])
  })

  test('after the end starts again from the beginning', () => {
    const { playback, fake, told, chunksStarted } = set
    playback.play()
    fake.run(5)
    playback.play()
    fake.run(delay + 0.1)
    expectHeardAt(0.1)
    fake.run(5)
    expect(told.ends).toBe(2)
    expect(chunksStarted('song')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7])
  })

  test('twice is playing once', () => {
    const { playback, fake, chunksStarted } = set
    playback.play()
    fake.run(0.2)
    playback.play()
    fake.run(0.5)
    expect(new Set(chunksStarted('song')).size).toBe(chunksStarted('song').length)
    expectHeardAt(0.7 - delay)
  })

  test('a song without chunks ends at once', () => {
    const { playback, fake, told } = createPlaybackStage([])
    playback.play()
    fake.run(0.1)
    expect([playback.playing, playback.time(), told.ends]).toEqual([false, 0, 1])
  })
})

describe('pausing and seeking', () => {
  test('pause silences what sounds and what was handed over, play goes on from there', () => {
    const { playback, fake, turns } = set
    playback.play()
    fake.run(delay + 0.4)
    playback.pause()
    expect(playback.playing).toBe(false)
    expect(turns()).toEqual([])
    const paused = fake.started.length
    fake.run(1)
    expect(fake.readSongTimes('song')).toEqual([])
    expect([playback.time(), fake.started.length]).toEqual([expect.closeTo(0.4, 6), paused])
    playback.play()
    fake.run(delay + 0.01)
    expectHeardAt(0.41)
    fake.run(1)
    expectHeardAt(1.41)
  })

  test('seek while playing goes on from there', () => {
    const { playback, fake, told, listSoundingChunks: lit } = set
    playback.play()
    fake.run(0.4)
    playback.seek(2.2)
    expect(playback.time()).toBeCloseTo(2.2, 6)
    fake.run(delay + 0.02)
    expectHeardAt(2.22)
    expect(lit('song')).toEqual([6])
    fake.run(3)
    expect(told.ends).toBe(1)
  })

  test('seek while paused only moves the time, and play starts there', () => {
    const { playback, fake } = set
    playback.seek(1.5)
    fake.run(1)
    expect([playback.time(), playback.chunk(), fake.started.length]).toEqual([1.5, 5, 0])
    playback.play()
    fake.run(delay + 0.05)
    expectHeardAt(1.55)
  })

  test('seek to before the beginning or behind the end stays in the song', () => {
    const { playback, fake, told } = set
    playback.seek(-3)
    expect(playback.time()).toBe(0)
    playback.seek(99)
    expect(playback.time()).toBe(duration)
    playback.play()
    fake.run(delay + 0.1)
    expectHeardAt(0.1)
    playback.seek(99)
    fake.run(0.1)
    expect([playback.playing, told.ends]).toEqual([false, 1])
  })

  test('wherever it goes, no voice begins or ends on a bare edge or fades more than it sounds', () => {
    const { playback, fake } = set
    playback.play()
    for (let time = 0.28; time < 0.7; time += 0.0013) {
      playback.seek(time)
      fake.run(0.07)
      expectHeardAt(Math.round(time * 1000) / 1000 + 0.07 - delay)
    }
    for (const { segment: part } of fake.of('song')) {
      if (part.offset > 0) expect(part.fadeIn).toBeGreaterThan(0)
      expect(part.fadeIn + part.fadeOut).toBeLessThanOrEqual(part.duration + 1e-9)
    }
  })
})

describe('a frozen page', () => {
  test('is bridged by what was handed over', () => {
    const { playback, fake } = set
    playback.play()
    fake.run(0.2)
    fake.freeze(0.44)
    // Two chunks have begun meanwhile.
    expectHeardAt(0.64 - delay)
  })

  test('goes on where the song should be by now', () => {
    const { playback, fake, told, chunksStarted } = set
    playback.play()
    fake.run(0.2)
    fake.freeze(2)
    fake.run(0.1)
    expectHeardAt(2.3 - delay)
    // What was missed is not made up for.
    expect(chunksStarted('song')).not.toContain(5)
    expect(new Set(chunksStarted('song')).size).toBe(chunksStarted('song').length)
    fake.run(2)
    expect(told.ends).toBe(1)
  })

  test('ends when it wakes after the end', () => {
    const { playback, fake, told } = set
    playback.play()
    fake.run(0.2)
    fake.freeze(60)
    fake.run(0.1)
    expect([playback.playing, playback.time(), told.ends]).toEqual([false, duration, 1])
  })
})

describe('places', () => {
  test('a voice starts where its box hangs, and follows it until its turn', () => {
    const { playback, fake, places } = set
    playback.seek(0.5)
    playback.play()
    fake.run(delay)
    const waiting = fake.of('song').find(({ segment: part }) => part.chunk === 4)
    expect(waiting?.place).toEqual([4, 0, 0])
    places[4] = [0, 9, 0]
    fake.run(1 / 32)
    expect(waiting?.voice.panner.positionY.value).toBe(9)
  })
})

describe('letting go', () => {
  test('dispose silences everything and hands over nothing more', () => {
    const { playback, fake, told, turns } = set
    playback.play()
    playback.repeat(1)
    fake.run(0.3)
    playback.dispose()
    const before = fake.started.length
    fake.run(2)
    expect([turns(), fake.readSongTimes('song'), fake.readSongTimes('pick')]).toEqual([[], [], []])
    expect([fake.started.length, told.ends]).toEqual([before, 0])
  })
})
