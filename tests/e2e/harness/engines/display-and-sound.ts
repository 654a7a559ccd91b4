import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Started, startProgram } from './processes.ts'
import { keepSoundInRealTime } from './real-time-sound.ts'

/** Environment variables of a browser with a screen and a sound device, and of what records them. */
export interface DisplayAndSound {
  env: { DISPLAY: string; PULSE_SERVER: string }
  stop(): Promise<void>
}

/** Hertz; a common rate of real devices, other than that of most songs. */
export const DEVICE_RATE_HZ = 48_000

/** A screen in memory (Xvfb) and a sound device that goes nowhere (PulseAudio's null sink). */
export async function startDisplayAndSound(): Promise<DisplayAndSound> {
  const folder = await mkdtemp(join(tmpdir(), 'songwalk-sound-'))
  const socket = join(folder, 'native')
  // Chromium takes its rate from here, not from the sink: at another one its sound is resampled to and fro.
  const config = join(folder, 'daemon.conf')
  await writeFile(config, `default-sample-rate = ${DEVICE_RATE_HZ}\n`)
  const sound = startProgram(
    'pulseaudio',
    [
      '--daemonize=no',
      '--system=false',
      '--exit-idle-time=-1',
      '--use-pid-file=false',
      '--realtime=false',
      '--high-priority=false',
      '-n',
      `--load=module-null-sink sink_name=null rate=${DEVICE_RATE_HZ} format=float32le`,
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
  const { screen, number } = await startScreen()
  const stopRealTime = keepSoundInRealTime(folder)
  for (let tries = 0; !existsSync(socket); tries++) {
    if (tries > 100) throw new Error('PulseAudio has not started.')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    env: { DISPLAY: `:${number}`, PULSE_SERVER: `unix:${socket}` },
    stop: async () => {
      stopRealTime()
      await Promise.all([screen.stop(), sound.stop()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Xvfb chooses a free display by itself and writes its number. */
async function startScreen(): Promise<{ screen: Started; number: string }> {
  const screen = startProgram('Xvfb', ['-displayfd', '1', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'])
  const [number] = await screen.waitForOutput(/^\d+$/m)
  return { screen, number }
}
