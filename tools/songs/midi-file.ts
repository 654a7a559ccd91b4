/** In seconds; velocity 1 to 127. */
export type PlayedNote = { key: number; start: number; duration: number; velocity: number }
/** Seconds at which the sustain pedal goes down and up. */
export type PedalPress = { down: number; up: number }

const TICKS_PER_SECOND = 960
const SUSTAIN_PEDAL = 64

type MidiEvent = { tick: number; bytes: number[] }

/** A MIDI quantity: seven bits a byte, the highest bit set on all but the last. */
function writeQuantity(value: number): number[] {
  const bytes = [value & 127]
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 127) | 128)
  return bytes
}

const writeUint32 = (value: number) => [24, 16, 8, 0].map((shift) => (value >> shift) & 255)

const writePart = (name: string, bytes: number[]) => [
  ...[...name].map((letter) => letter.charCodeAt(0)),
  ...writeUint32(bytes.length),
  ...bytes,
]

/** A MIDI file of one track, played by a piano. */
export function writeMidiFile(notes: readonly PlayedNote[], pedal: readonly PedalPress[]): Uint8Array {
  const event = (seconds: number, ...bytes: number[]): MidiEvent => ({
    tick: Math.round(seconds * TICKS_PER_SECOND),
    bytes,
  })
  const events = [
    ...pedal.flatMap(({ down, up }) => [event(down, 0xb0, SUSTAIN_PEDAL, 127), event(up, 0xb0, SUSTAIN_PEDAL, 0)]),
    ...notes.flatMap(({ key, start, duration, velocity }) => [
      event(start, 0x90, key, velocity),
      event(start + duration, 0x80, key, 0),
    ]),
  ]
  // At the same tick what ends comes first.
  const isOff = ({ bytes }: MidiEvent) => (bytes[0] === 0x90 ? 1 : 0)
  events.sort((a, b) => a.tick - b.tick || isOff(a) - isOff(b))
  const track = events.flatMap(({ tick, bytes }, i) => [...writeQuantity(tick - (events[i - 1]?.tick ?? 0)), ...bytes])
  // One quarter a second, as TICKS_PER_SECOND says.
  const tempo = [0, 0xff, 0x51, 3, 0x0f, 0x42, 0x40]
  const header = [0, 0, 0, 1, TICKS_PER_SECOND >> 8, TICKS_PER_SECOND & 255]
  return Uint8Array.from([...writePart('MThd', header), ...writePart('MTrk', [...tempo, ...track, 0, 0xff, 0x2f, 0])])
}
