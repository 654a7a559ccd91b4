import { writeFile } from 'node:fs/promises'
import { arch, cpus, platform } from 'node:os'
import { join } from 'node:path'

/** One line of the table. `against` is this line's time divided by songwalk's for the same work in the same run. */
export type ReportRow = {
  group: string
  what: string
  seconds?: number
  against?: number
  kl?: number
  trustworthiness?: number
  MB?: number
  /** Of one frame, for both eyes. */
  drawCalls?: number
  triangles?: number
  /** Mean of a pixel. */
  fragments?: number
  /** Seconds of the stage in which its worker computed, and the rest. */
  computing?: number
  waiting?: number
  /** Scripts of page and workers up to then, as served. */
  scriptkB?: number
  /** Energy beside a tone in the left ear's worst second, relative to the tone. */
  residueDb?: number
  /** The same of tones of 500 Hz, 2 and 6 kHz, in the worse ear. */
  at500?: number
  at2000?: number
  at6000?: number
  /** Levels at the ears, and the hardest edge, dBFS. */
  left?: number
  right?: number
  click?: number
  /** Integrated loudness by ITU-R BS.1770-4, and beside the song as recorded, dB. */
  lufs?: number
  againstRecorded?: number
  /** Longest time in which the event loop stood still, seconds. */
  blocked?: number
  /** 99 % of the times in which it stood still are shorter. */
  mostlyBlocked?: number
  /** 5 % take longer, seconds. */
  slowest5?: number
  /** Steady growth of the heap in 1000 frames. */
  kBper1000?: number
}

/** Three significant digits; a noisy machine gives no more. */
const roundToThreeDigits = (value: number): number => Number(value.toPrecision(3))

/** Collects rows, prints them at the end, and writes results.json. */
export function createReport() {
  const rows: ReportRow[] = []
  return {
    add: (row: ReportRow): void => {
      rows.push(
        Object.fromEntries(
          Object.entries(row)
            .filter(([, value]) => value !== undefined)
            .map(([key, value]) => [key, typeof value === 'number' ? roundToThreeDigits(value) : value]),
        ) as ReportRow,
      )
      const { group, what, ...values } = rows.at(-1) as ReportRow
      console.error(`${group}: ${what}: ${JSON.stringify(values)}`)
    },
    write: async (): Promise<void> => {
      console.table(rows)
      const machine = {
        node: process.version,
        platform: platform(),
        arch: arch(),
        cpu: cpus()[0]?.model ?? 'unknown',
        cores: cpus().length,
      }
      const text = JSON.stringify({ date: new Date().toISOString().slice(0, 10), machine, rows }, null, 2)
      await writeFile(join(import.meta.dirname, 'results.json'), `${text}\n`)
    },
  }
}

export type Report = ReturnType<typeof createReport>
