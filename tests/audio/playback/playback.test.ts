import { beforeEach, describe, expect, test } from 'vitest'
import { createPlaybackStage } from './fake-voices.ts'

const duration = 4
/** Time from play() to the first sample. */
const delay = 0.03

let set: ReturnType<typeof createPlaybackStage>
beforeEach(() => {
  set = createPlaybackStage()
})

/** Expects the sounding song voices to be at the position of the playback. */
function expectHeardAt(time: number) {
  const { playback, fake } = set
  expect(playback.time()).toBeCloseTo(time, 6)
  const songTimes = fake.readSongTimes('song')
  expect(songTimes.length).toBeGreaterThan(0)
  for (const place of songTimes) expect(place).toBeCloseTo(time, 3)
}

describe('playing', () => {
  test('schedules every chunk once, in order, without gaps', () => {
    const { playback, fake, chunksStarted } = set
    playback.play()
    fake.run(delay + duration + 0.1)
    expect(chunksStarted('song')).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    for (const { segment, when } of fake.started) expect(when - segment.offset).toBeCloseTo(delay, 9)
    expect(fake.started.some(({ voice }) => voice.stopped)).toBe(false)
  })

  test('sounds at the time it reports, without a gap and with at most two voices', () => {
    const { playback, fake, listSoundingChunks } = set
    playback.play()
    fake.run(delay)
    for (let i = 1; i < 390; i++) {
      fake.run(0.01)
      expectHeardAt(i * 0.01)
      expect(fake.readSongTimes('song').length).toBeLessThanOrEqual(2)
      expect(listSoundingChunks('song')).toContain(playback.chunk())
    }
  })

  test('calls onEnd once and stays at the end', () => {
    const { playback, fake, calls, listSoundingChunks } = set
    playback.play()
    fake.run(delay + duration - 0.05)
    expect([playback.playing, calls.ends]).toEqual([true, 0])
    fake.run(1)
    expect([playback.playing, calls.ends, playback.time()]).toEqual([false, 1, duration])
    expect(listSoundingChunks('song')).toEqual([])
  })

  test('plays from the beginning after the end', () => {
    const { playback, fake, calls, chunksStarted } = set
    playback.play()
    fake.run(5)
    playback.play()
    fake.run(delay + 0.1)
    expectHeardAt(0.1)
    fake.run(5)
    expect(calls.ends).toBe(2)
    expect(chunksStarted('song')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7])
  })

  test('a second play() changes nothing', () => {
    const { playback, fake, chunksStarted } = set
    playback.play()
    fake.run(0.2)
    playback.play()
    fake.run(0.5)
    expect(new Set(chunksStarted('song')).size).toBe(chunksStarted('song').length)
    expectHeardAt(0.7 - delay)
  })

  test('a song without chunks ends at once', () => {
    const { playback, fake, calls } = createPlaybackStage([])
    playback.play()
    fake.run(0.1)
    expect([playback.playing, playback.time(), calls.ends]).toEqual([false, 0, 1])
  })
})

describe('pausing and seeking', () => {
  test('pause stops sounding and scheduled chunks; play continues from there', () => {
    const { playback, fake, listActive } = set
    playback.play()
    fake.run(delay + 0.4)
    playback.pause()
    expect(playback.playing).toBe(false)
    expect(listActive()).toEqual([])
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

  test('seek while playing continues from the new position', () => {
    const { playback, fake, calls, listSoundingChunks } = set
    playback.play()
    fake.run(0.4)
    playback.seek(2.2)
    expect(playback.time()).toBeCloseTo(2.2, 6)
    fake.run(delay + 0.02)
    expectHeardAt(2.22)
    expect(listSoundingChunks('song')).toEqual([6])
    fake.run(3)
    expect(calls.ends).toBe(1)
  })

  test('seek while paused changes the time, and play starts there', () => {
    const { playback, fake } = set
    playback.seek(1.5)
    fake.run(1)
    expect([playback.time(), playback.chunk(), fake.started.length]).toEqual([1.5, 5, 0])
    playback.play()
    fake.run(delay + 0.05)
    expectHeardAt(1.55)
  })

  test('seek is limited to the song', () => {
    const { playback, fake, calls } = set
    playback.seek(-3)
    expect(playback.time()).toBe(0)
    playback.seek(99)
    expect(playback.time()).toBe(duration)
    playback.play()
    fake.run(delay + 0.1)
    expectHeardAt(0.1)
    playback.seek(99)
    fake.run(0.1)
    expect([playback.playing, calls.ends]).toEqual([false, 1])
  })

  test('every segment has fades at both ends that fit its duration', () => {
    const { playback, fake } = set
    playback.play()
    for (let time = 0.28; time < 0.7; time += 0.0013) {
      playback.seek(time)
      fake.run(0.07)
      expectHeardAt(Math.round(time * 1000) / 1000 + 0.07 - delay)
    }
    for (const { segment } of fake.of('song')) {
      if (segment.offset > 0) expect(segment.fadeIn).toBeGreaterThan(0)
      expect(segment.fadeIn + segment.fadeOut).toBeLessThanOrEqual(segment.duration + 1e-9)
    }
  })
})

describe('a frozen page', () => {
  test('the scheduled chunks go on', () => {
    const { playback, fake } = set
    playback.play()
    fake.run(0.2)
    fake.freeze(0.94)
    // Five chunks have begun meanwhile.
    expectHeardAt(1.14 - delay)
  })

  test('playback continues where the song should be by now', () => {
    const { playback, fake, calls, chunksStarted } = set
    playback.play()
    fake.run(0.2)
    fake.freeze(2.3)
    fake.run(0.1)
    expectHeardAt(2.6 - delay)
    // Missed chunks are not played late.
    expect(chunksStarted('song')).not.toContain(6)
    expect(new Set(chunksStarted('song')).size).toBe(chunksStarted('song').length)
    fake.run(2)
    expect(calls.ends).toBe(1)
  })

  test('playback ends if the end has passed meanwhile', () => {
    const { playback, fake, calls } = set
    playback.play()
    fake.run(0.2)
    fake.freeze(60)
    fake.run(0.1)
    expect([playback.playing, playback.time(), calls.ends]).toEqual([false, duration, 1])
  })
})

describe('positions', () => {
  test('a voice starts at the position of its chunk and follows it until it begins', () => {
    const { playback, fake, places } = set
    playback.seek(0.5)
    playback.play()
    fake.run(delay)
    const waiting = fake.of('song').find(({ segment }) => segment.chunk === 4)
    expect(waiting?.place).toEqual([4, 0, 0])
    places[4] = [0, 9, 0]
    fake.run(1 / 32)
    expect(waiting?.voice.panner.positionY.value).toBe(9)
  })
})

describe('dispose', () => {
  test('stops all voices and schedules no more', () => {
    const { playback, fake, calls, listActive } = set
    playback.play()
    playback.repeat(1)
    fake.run(0.3)
    playback.dispose()
    const before = fake.started.length
    fake.run(2)
    expect([listActive(), fake.readSongTimes('song'), fake.readSongTimes('pick')]).toEqual([[], [], []])
    expect([fake.started.length, calls.ends]).toEqual([before, 0])
  })
})

test('what is seen waits for what is heard', () => {
  const stage = createPlaybackStage()
  stage.fake.latency = 0.2
  stage.playback.play()
  stage.fake.run(0.4)
  const [played] = stage.fake.readSongTimes('song')
  expect(stage.playback.time()).toBeCloseTo(played! - 0.2, 2)
  expect(stage.playback.chunk()).toBe(0)
  expect(stage.listSoundingChunks('song')).toEqual([0])
  stage.fake.run(0.15)
  expect(stage.fake.readSongTimes('song').some((time) => time > 0.5)).toBe(true)
  expect(stage.listSoundingChunks('song')).toEqual([1])
  // What the device still holds is heard before the pause is: the song goes on behind it.
  const before = stage.fake.readSongTimes('song')[0]!
  stage.playback.pause()
  expect(Math.abs(stage.playback.time() - before)).toBeLessThan(0.05)
})
