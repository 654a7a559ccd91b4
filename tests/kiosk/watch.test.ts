import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { testIfInstalled } from '../test-if-installed.ts'
import { folder, kiosk, mockPrograms } from './mock-programs.ts'

// Debian's pipewire-audio has wpctl, which is asked first.
const hasPulseAudio =
  spawnSync('pulseaudio', ['--version']).status === 0 && spawnSync('wpctl', ['status']).error !== undefined

/** Looks of watch.sh at a server and a page that answer so, by a clock of its own. */
function mockWatch(name: string) {
  let seconds = 10_000
  const uptime = join(folder, `${name}-uptime`)
  const watch = mockPrograms(name, {
    // Like curl with --write-out; the address is last.
    curl: `for a; do :; done
      case "$*" in *--data*) echo "$*" >>"$TOLD"; exit 0;; esac
      case "$a" in *device=*) printf '%s\n%s' "$PAGE_ANSWER" "$PAGE_CODE";; *) printf %s "$SERVER_CODE";; esac`,
    systemctl:
      'case "$*" in *MainPID*) echo 42;; *ActiveEnter*) echo "$SINCE";; *is-active*) exit 0;; restart*) echo "$2" >>"$CALLED";; esac',
    runuser: `case "$*" in *sound-server) echo "$SOUND";; *) echo '"no-speaker"';; esac`,
    id: 'echo 1000',
  })
  const told = join(folder, `${name}-told`)
  return {
    readTold: () => readFileSync(told, 'utf8'),
    look: (SERVER_CODE: string, PAGE_CODE: string, { answer = '', passS = 30, SINCE = '0', SOUND = '' } = {}) => {
      seconds += passS
      writeFileSync(uptime, `${seconds}.25 1.0\n`)
      return watch('watch.sh', {
        SERVER_CODE,
        PAGE_CODE,
        SINCE,
        PAGE_ANSWER: answer,
        UPTIME: uptime,
        TOLD: told,
        SOUND,
      })
    },
  }
}
const SILENT = '{"reasons":["“hall” has sent no heartbeat for 60 s."],"silent":true,"restart":true}'
const BROKEN = '{"reasons":["“hall” cannot draw."],"silent":false,"restart":true}'

test('watch.sh restarts only the services that stopped answering', () => {
  const { look, readTold } = mockWatch('watch')
  // The server has never answered: it is building.
  for (let i = 0; i < 5; i++) expect(look('000', '000')).toBe('')
  expect(look('200', '200')).toBe('')
  expect(readTold()).toContain('{"device":"hall","problems":["no-speaker"]} http://localhost:8080/api/outputs')
  // After its first answer, three misses in a row restart it, and counting begins again.
  expect([look('000', '000'), look('000', '000')]).toEqual(['', ''])
  expect(look('200', '200')).toBe('')
  expect([1, 2, 3, 4].map(() => look('000', '000'))).toEqual(['', '', 'songwalk.service', ''])
  // A page that is down at two looks; not with an unhealthy server, nor just after the start of the screen.
  const down = { answer: SILENT }
  expect([look('200', '503', down), look('200', '503', down)]).toEqual(['', 'songwalk-screen.service'])
  expect(look('503', '503', down)).toBe('')
  const late = mockWatch('late')
  const started = { ...down, SINCE: '99999999999999' }
  expect([late.look('200', '503', started), late.look('200', '503', started)]).toEqual(['', ''])
  // A blip is none, and what is missing outside of the browser comes back without a restart.
  const blip = mockWatch('blip')
  expect(['503', '200', '503', '200'].map((code) => blip.look('200', code, { answer: BROKEN }))).toEqual(
    Array(4).fill(''),
  )
  const unplugged = { answer: '{"reasons":["“hall” has no sound device."],"silent":false,"restart":false}' }
  expect([1, 2, 3, 4].map(() => blip.look('200', '503', unplugged))).toEqual(Array(4).fill(''))
})

test('watch.sh restarts the browser when the sound server is another one, which a browser does not notice', () => {
  const { look } = mockWatch('sound')
  const hear = (SOUND: string, passS = 30) => look('200', '200', { SOUND, passS })
  expect(['a1', '', 'a1'].map((sound) => hear(sound))).toEqual(['', '', ''])
  expect(hear('b2')).toBe('songwalk-screen.service')
  expect(hear('b2')).toBe('')
  // One that crashes all the time restarts it ever more rarely.
  expect([hear('c3'), hear('d4'), hear('e5'), hear('f6')]).toEqual(['', '', 'songwalk-screen.service', ''])
})

testIfInstalled(
  'PulseAudio without PipeWire',
  hasPulseAudio,
  'outputs.sh knows a PulseAudio that was killed and started again',
  async () => {
    const home = mkdtempSync(join(tmpdir(), 'songwalk-pulse-'))
    const socket = join(home, 'native')
    const env = { PATH: process.env.PATH, HOME: home, XDG_RUNTIME_DIR: home, PULSE_SERVER: `unix:${socket}`, DRM: home }
    const ask = (...args: string[]) => String(execFileSync(join(kiosk, 'outputs.sh'), args, { env })).trim()
    const start = async (...modules: string[]) => {
      const flags = ['-n', '--daemonize=no', '--system=false', '--exit-idle-time=-1', '--use-pid-file=false']
      const protocol = `--load=module-native-protocol-unix auth-anonymous=1 socket=${socket}`
      const program = spawn('pulseaudio', [...flags, ...modules.map((name) => `--load=${name}`), protocol], {
        env: { ...env, PULSE_RUNTIME_PATH: home },
        stdio: 'ignore',
      })
      await vi.waitFor(() => expect(ask('sound-server')).not.toBe(''), { timeout: 20_000, interval: 200 })
      return async () => {
        const ended = once(program, 'exit')
        program.kill('SIGKILL')
        await ended
        rmSync(socket, { force: true })
      }
    }
    const kill = await start('module-null-sink sink_name=device')
    const first = ask('sound-server')
    expect(ask()).toBe('')
    await kill()
    expect([ask(), ask('sound-server')]).toEqual(['"no-speaker"', ''])
    // Without a device it has a sink of its own.
    const killAgain = await start('module-always-sink')
    expect(ask()).toBe('"no-speaker"')
    expect(ask('sound-server')).not.toBe(first)
    await killAgain()
    rmSync(home, { recursive: true, force: true })
  },
)

test('watch.sh gives up what six restarts have not mended, and goes on once an hour with a silent page', () => {
  /** Minutes between the restarts while the page stays down for some hours. */
  const countMinutes = (name: string, answer: string, hours: number) => {
    const { look } = mockWatch(name)
    const restarts: number[] = []
    for (let minute = 0; minute < hours * 60; minute += 2)
      if (look('200', '503', { answer, passS: 120 }) !== '') restarts.push(minute)
    return { look, gaps: restarts.slice(1).map((minute, i) => minute - (restarts[i] as number)) }
  }
  const silent = countMinutes('silent-for-long', SILENT, 4)
  expect(silent.gaps).toEqual([4, 4, 8, 16, 32, 60, 60])
  const broken = countMinutes('broken-for-long', BROKEN, 2.5)
  expect(broken.gaps).toEqual([4, 4, 8, 16, 32])
  // Well for ten minutes: another fault is acted on at once.
  for (let i = 0; i < 22; i++) broken.look('200', '200')
  const again = [1, 2].map(() => broken.look('200', '503', { answer: BROKEN }))
  expect(again).toEqual(['', 'songwalk-screen.service'])
})

test('outputs.sh tells a screen that is off or unplugged, and a sound server without a device', () => {
  const drm = join(folder, 'drm')
  const plug = (connector: string, status: string, dpms: string) => {
    mkdirSync(join(drm, connector), { recursive: true })
    writeFileSync(join(drm, connector, 'status'), `${status}\n`)
    writeFileSync(join(drm, connector, 'dpms'), `${dpms}\n`)
  }
  const ask = mockPrograms('outputs', { wpctl: 'echo "  * node.name = \\"$SINK\\""; [ -n "$SINK" ]' })
  const look = (SINK = 'alsa_output.pci') => ask('outputs.sh', { DRM: drm, SINK }, 'stdout')
  // Without connectors nothing is known of the screen.
  expect(look()).toBe('')
  plug('card0-HDMI-A-1', 'disconnected', 'On')
  plug('card0-DP-1', 'connected', 'On')
  expect(look()).toBe('')
  expect([look('auto_null'), look('')]).toEqual(['"no-speaker"', '"no-speaker"'])
  plug('card0-DP-1', 'connected', 'Off')
  expect([look(), look('auto_null')]).toEqual(['"no-screen"', '"no-screen","no-speaker"'])
  plug('card0-DP-1', 'disconnected', 'On')
  expect(look()).toBe('"no-screen"')
})
