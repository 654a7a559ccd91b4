import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bursts, makeWav } from '../../../wav.ts'
import { findFreePort } from '../../harness/free-port.ts'

const root = join(import.meta.dirname, '../../../..')
const SAMPLE_RATE_HZ = 22_050

/** Short timings, so that a day takes minutes. */
const TIMINGS_S = { reminder: 1.5, countdown: 1, visit: 14, ending: 0.5, attract: 4, intro: 1 }

export interface HealthReport {
  visits: number
  clients: { device: string; role: string; scene: string; faults: Record<string, number> }[]
}

export interface ExhibitServer {
  url: string
  health(): Promise<HealthReport>
  /** SIGKILL, as a power cut would. */
  kill(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

/** An exhibit of short songs, built and served by the commands a museum uses. */
export async function startExhibitServer(): Promise<ExhibitServer> {
  const port = await findFreePort()
  const folder = await mkdtemp(join(tmpdir(), 'museum-'))
  const exhibit = join(folder, 'exhibit')
  await mkdir(exhibit)
  const rates = [3, 4, 5, 6, 7, 8]
  const songs = rates.map((rate) => ({ file: `${rate}.wav`, title: `${rate} a second` }))
  for (const rate of rates)
    await writeFile(join(exhibit, `${rate}.wav`), makeWav([bursts(8 + rate, SAMPLE_RATE_HZ, rate)], SAMPLE_RATE_HZ))
  await writeFile(join(exhibit, 'exhibit.json'), JSON.stringify({ title: 'A day', songs, timings: TIMINGS_S }))
  const url = `http://localhost:${port}/`
  let server: ChildProcess | null = null

  const start = async () => {
    const args = ['--import', 'tsx', 'cli/exhibit.ts', 'serve', exhibit, '--out', join(folder, 'site')]
    const child = spawn(process.execPath, [...args, '--port', String(port)], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    server = child
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (said += data))
    const ended = once(child, 'exit').then(() => {
      if (server === child) throw new Error(`the server ended: ${said}`)
    })
    ended.catch(() => {})
    while (!(await fetch(`${url}health`).catch(() => null))) {
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 50))])
    }
  }
  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    const child = server
    server = null
    if (!child || child.exitCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
  await start()
  return {
    url,
    health: async () => (await (await fetch(`${url}health`)).json()) as HealthReport,
    kill: () => kill(),
    start,
    close: async () => {
      await kill('SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
