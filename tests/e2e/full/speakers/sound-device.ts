import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startProgram } from '../../harness/engines/processes.ts'

export const DEVICE_RATE_HZ = 48_000
const CHANNEL_MAP = 'front-left,front-right,front-center,lfe,rear-left,rear-right,side-left,side-right'

/** A sound device with many channels that goes nowhere, and what was played to each. */
export interface SoundDevice {
  env: { PULSE_SERVER: string }
  /** @returns one array per channel */
  record: (play: () => Promise<unknown>, sink?: string) => Promise<Float32Array[]>
  /** `pactl` on its server. */
  control: (...args: string[]) => Promise<string>
  stop: () => Promise<void>
}

/** Chromium takes the channels from the server's default, not from the sink. */
export async function openSoundDevice(channels: number): Promise<SoundDevice> {
  const folder = await mkdtemp(join(tmpdir(), 'songwalk-speakers-'))
  const socket = join(folder, 'native')
  const config = join(folder, 'daemon.conf')
  await writeFile(config, `default-sample-rate = ${DEVICE_RATE_HZ}\ndefault-sample-channels = ${channels}\n`)
  const map = CHANNEL_MAP.split(',').slice(0, channels).join(',')
  const sound = startProgram(
    'pulseaudio',
    [
      ...['--daemonize=no', '--system=false', '--exit-idle-time=-1', '--use-pid-file=false'],
      ...['--realtime=false', '--high-priority=false', '-n'],
      `--load=module-null-sink sink_name=ring rate=${DEVICE_RATE_HZ} format=float32le channels=${channels} channel_map=${map}`,
      `--load=module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
    ],
    {
      PULSE_CONFIG: config,
      HOME: folder,
      XDG_RUNTIME_DIR: folder,
      XDG_CONFIG_HOME: folder,
      PULSE_RUNTIME_PATH: folder,
    },
  )
  for (let tries = 0; !existsSync(socket); tries++) {
    if (tries > 100) throw new Error('PulseAudio has not started.')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const env = { PULSE_SERVER: `unix:${socket}` }
  const record: SoundDevice['record'] = async (play, sink = 'ring') => {
    const path = join(folder, 'recording')
    const file = await open(path, 'w')
    const recorder = spawn(
      'parec',
      [
        ...['-d', `${sink}.monitor`, '--format=float32le', `--rate=${DEVICE_RATE_HZ}`, `--channels=${channels}`],
        ...[`--channel-map=${map}`, '--no-remix', '--no-remap', '--latency-msec=20'],
      ],
      { env: { ...process.env, ...env }, stdio: ['ignore', file.fd, 'inherit'] },
    )
    await play()
    const ended = once(recorder, 'exit')
    recorder.kill('SIGTERM')
    await ended
    await file.close()
    const bytes = await readFile(path)
    const length = Math.floor(bytes.length / 4 / channels)
    return Array.from({ length: channels }, (_, c) =>
      Float32Array.from({ length }, (_, i) => bytes.readFloatLE(4 * (i * channels + c))),
    )
  }
  return {
    env,
    record,
    control: async (...args) => (await promisify(execFile)('pactl', args, { env: { ...process.env, ...env } })).stdout,
    stop: async () => {
      await sound.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
