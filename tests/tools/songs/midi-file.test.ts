import { expect, test } from 'vitest'
import { writeMidiFile } from '../../../tools/songs/midi-file.ts'

test('a MIDI file has a header, one track of the length it says, and times as seven-bit groups', () => {
  const file = writeMidiFile([{ key: 60, start: 0, duration: 1, velocity: 64 }], [{ down: 0, up: 1 }])
  const text = (from: number) => String.fromCharCode(...file.slice(from, from + 4))
  expect([text(0), text(14)]).toEqual(['MThd', 'MTrk'])
  expect(new DataView(file.buffer).getUint32(18)).toBe(file.length - 22)
  // 960 ticks are 7 groups of 128 and 64.
  expect([...file.slice(29)]).toEqual([
    ...[0, 0xb0, 64, 127],
    ...[0, 0x90, 60, 64],
    ...[0x87, 0x40, 0xb0, 64, 0],
    ...[0, 0x80, 60, 0],
    ...[0, 0xff, 0x2f, 0],
  ])
})
