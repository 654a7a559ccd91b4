import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PedalPress, type PlayedNote, writeMidiFile } from './midi-file.ts'
import { type ScoreNote, writePrelude } from './prelude-score.ts'

/**
 * Makes exhibits/demo/prelude.mp3 from the score alone, always the same. Needs the Debian packages fluidsynth, ffmpeg and
 * musescore-general-soundfont-small (its piano is in the public domain): `npx tsx tools/songs/render-prelude.ts`.
 */
const SOUNDFONT = process.env.SOUNDFONT ?? '/usr/share/sounds/sf3/MuseScore_General_Lite.sf3'
const TARGET = join(import.meta.dirname, '../../exhibits/demo/prelude.mp3')

const SEMIQUAVER_S = 0.232
/** Bars between which the music grows, and after which it comes to rest. */
const PEAK_BAR = 22
const LAST_BAR = 34

const barOf = (semiquaver: number) => Math.floor(semiquaver / 16)

/** The time breathes within a bar and broadens over the last three. */
function toSeconds(semiquaver: number): number {
  const breath = 0.05 * Math.sin((2 * Math.PI * semiquaver) / 64)
  const rest = Math.max(0, semiquaver - (LAST_BAR - 2) * 16)
  return 0.3 + semiquaver * SEMIQUAVER_S + breath + 0.0028 * rest ** 2
}

/** Louder towards the peak, and from bass to top of each figure. */
function toVelocity({ start, key }: ScoreNote): number {
  const bar = barOf(start)
  const arc = bar <= PEAK_BAR ? 18 * (bar / PEAK_BAR) ** 1.5 : 18 * (1 - (bar - PEAK_BAR) / (LAST_BAR - PEAK_BAR))
  const place = [7, 1, 0, 1, 5, -2, -1, 3][start % 8] ?? 0
  const echo = start % 16 >= 8 ? -4 : 0
  return Math.round(46 + arc + place + echo + (key - 60) * 0.12)
}

const notes = writePrelude()
const played: PlayedNote[] = notes.map((note) => ({
  key: note.key,
  start: toSeconds(note.start),
  duration: toSeconds(note.start + note.duration) - toSeconds(note.start) + (barOf(note.start) === LAST_BAR ? 1.5 : 0),
  velocity: toVelocity(note),
}))
/** Half a bar each, so that harmonies do not run into each other. */
const pedal: PedalPress[] = Array.from({ length: LAST_BAR * 2 + 1 }, (_, half) => ({
  down: toSeconds(half * 8) + 0.04,
  up: half === LAST_BAR * 2 ? toSeconds((LAST_BAR + 1) * 16) + 1.5 : toSeconds(half * 8 + 8) - 0.02,
}))

const folder = mkdtempSync(join(tmpdir(), 'songwalk-prelude-'))
const [midi, wav] = [join(folder, 'prelude.mid'), join(folder, 'prelude.wav')]
writeFileSync(midi, writeMidiFile(played, pedal))
const room = ['-o', 'synth.reverb.room-size=0.55', '-o', 'synth.reverb.level=0.5', '-C', '0']
execFileSync('fluidsynth', ['-ni', '-q', '-g', '3.4', '-r', '44100', ...room, '-F', wav, SOUNDFONT, midi])
const end = toSeconds((LAST_BAR + 1) * 16) + 4
const tags = ['title=Prelude in C major', 'artist=J. S. Bach', 'comment=CC0 1.0; rendered for songwalk']
const encoding = ['-c:a', 'libmp3lame', '-abr', '1', '-b:a', '64k', ...tags.flatMap((tag) => ['-metadata', tag])]
execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', wav, '-t', `${end}`, ...encoding, TARGET])
rmSync(folder, { recursive: true })
