import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEVICE_RATE_HZ } from './display-and-sound.ts'

/** What came out of the sound device. */
export interface RecordedSound {
  left: Float32Array
  right: Float32Array
  /** Milliseconds since 1970 of the first sample, at most 20 ms late. */
  startMs: number
}

export interface Recorder {
  /** Ends the recording. */
  finish(): Promise<RecordedSound>
}

const CHANNELS = 2
const BYTES_PER_FRAME = 4 * CHANNELS

/** Milliseconds between two looks at the growing recording. */
const POLL_INTERVAL_MS = 5

/**
 * Records what a visitor would hear, at DEVICE_RATE_HZ. Resolves when sound is being recorded.
 * @param sink name of the device
 */
export async function startRecorder(env: Record<string, string>, sink = 'null'): Promise<Recorder> {
  const folder = await mkdtemp(join(tmpdir(), 'songwalk-recording-'))
  const path = join(folder, 'recording')
  // Into a file: a full pipe would make gaps while the test is busy.
  const file = await open(path, 'w')
  const recorder = spawn(
    'parec',
    [
      '-d',
      `${sink}.monitor`,
      '--format=float32le',
      `--rate=${DEVICE_RATE_HZ}`,
      `--channels=${CHANNELS}`,
      '--latency-msec=10',
    ],
    { env: { ...process.env, ...env }, stdio: ['ignore', file.fd, 'inherit'] },
  )
  let startMs = Number.POSITIVE_INFINITY
  const look = async () => {
    const { size } = await stat(path)
    // The least delayed look tells when the first sample was recorded.
    if (size > 0) startMs = Math.min(startMs, Date.now() - (1000 * size) / BYTES_PER_FRAME / DEVICE_RATE_HZ)
  }
  const timer = setInterval(() => void look().catch(() => {}), POLL_INTERVAL_MS)
  while (startMs === Number.POSITIVE_INFINITY) await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS))
  return {
    finish: async () => {
      clearInterval(timer)
      const ended = once(recorder, 'exit')
      recorder.kill('SIGTERM')
      await ended
      await file.close()
      const bytes = await readFile(path)
      await rm(folder, { recursive: true })
      const length = Math.floor(bytes.length / BYTES_PER_FRAME)
      const channel = (offset: number) =>
        Float32Array.from({ length }, (_, i) => bytes.readFloatLE(i * BYTES_PER_FRAME + 4 * offset))
      return { left: channel(0), right: channel(1), startMs }
    },
  }
}
