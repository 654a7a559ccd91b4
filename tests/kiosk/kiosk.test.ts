import { execFileSync } from 'node:child_process'
import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parseExhibitCommand } from '../cli/exhibit/parse-exhibit-command.ts'

const root = join(import.meta.dirname, '../..')
const kiosk = join(root, 'kiosk')
const files = readdirSync(kiosk)
const scripts = files.filter((name) => name.endsWith('.sh'))
const units = files.filter((name) => /\.(service|timer)$/.test(name))
const read = (name: string) => readFileSync(join(kiosk, name), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'songwalk-kiosk-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The lines of a unit file with their sections. */
const linesOf = (unit: string): { section: string; name: string; value: string }[] => {
  let section = ''
  return read(unit)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const head = /^\[(\w+)\]$/.exec(line)
      if (head) section = head[1] as string
      const at = line.indexOf('=')
      return head ? [] : [{ section, name: line.slice(0, at), value: line.slice(at + 1) }]
    })
}
const valuesOf = (unit: string, name: string) =>
  linesOf(unit).flatMap((line) => (line.name === name ? [line.value] : []))

/** The default settings. */
const settings = Object.fromEntries(
  [...read('songwalk.conf').matchAll(/^([A-Z]+)=(.*)$/gm)].map(([, name, value]) => [name as string, value as string]),
)

describe('systemd units', () => {
  test.each(units)('%s refers only to existing files and users', (unit) => {
    expect(linesOf(unit).every(({ section, name }) => section !== '' && /^\w+$/.test(name))).toBe(true)
    const text = read(unit)
    for (const [, path] of text.matchAll(/\/opt\/songwalk\/([\w./-]+)/g)) accessSync(join(root, path as string))
    for (const [path] of valuesOf(unit, 'ExecStart')
      .join(' ')
      .matchAll(/\/opt\/songwalk\/\S+\.sh/g))
      accessSync(path.replace('/opt/songwalk', root), constants.X_OK)
    for (const [, other] of text.matchAll(/\b(songwalk[\w-]*\.(?:service|timer))\b/g)) expect(units).toContain(other)
    for (const [, name] of text.matchAll(/\$\{?([A-Z]+)\}?/g)) expect(settings).toHaveProperty(name as string)
  })

  test('server, screen and watch are enabled and restarted without limit', () => {
    for (const unit of ['songwalk.service', 'songwalk-screen.service']) {
      expect(valuesOf(unit, 'Restart')).toEqual(['always'])
      expect(valuesOf(unit, 'StartLimitIntervalSec')).toEqual(['0'])
    }
    const wanted = ['songwalk.service', 'songwalk-screen.service', 'songwalk-watch.timer'].map((unit) =>
      valuesOf(unit, 'WantedBy'),
    )
    expect(wanted).toEqual([['multi-user.target'], ['graphical.target'], ['timers.target']])
    for (const unit of ['songwalk.service', 'songwalk-screen.service', 'songwalk-watch.timer'])
      expect(read('install.sh')).toMatch(new RegExp(`systemctl enable .*${unit}`))
    // The screen starts without a network and without a healthy server.
    expect(valuesOf('songwalk-screen.service', 'Requires')).toEqual([])
    for (const unit of units) expect(linesOf(unit).some(({ value }) => value.includes('network-online'))).toBe(false)
  })

  test('songwalk.service starts the server with options that its command line understands', async () => {
    const [command = ''] = valuesOf('songwalk.service', 'ExecStart')
    const proposed = [...read('songwalk.conf').matchAll(/^#? ?OPTIONS=(.*)$/gm)].map(([, options]) => options as string)
    expect(proposed.length).toBeGreaterThan(2)
    for (const options of proposed) {
      const words = command.replace(/\$\{EXHIBIT\}/, settings.EXHIBIT as string).replace('$OPTIONS', options)
      expect(await parseExhibitCommand(words.trim().split(/\s+/).slice(4))).toMatchObject({
        command: 'serve',
        exhibit: '/srv/songwalk/exhibit',
      })
    }
  })
})

/** Forms of PAGE, with the address that the browser opens, the site's folder and its origin. */
const PAGES = [
  ['http://localhost:8080/', 'http://localhost:8080/?device=hall', 'http://localhost:8080/'],
  ['http://localhost:8080', 'http://localhost:8080/?device=hall', 'http://localhost:8080/'],
  ['http://localhost:8080?pace=2', 'http://localhost:8080/?pace=2&device=hall', 'http://localhost:8080/'],
  [
    'https://a.example:8443/spectator.html',
    'https://a.example:8443/spectator.html?device=hall',
    'https://a.example:8443/',
  ],
  ['https://a.example/b/c/', 'https://a.example/b/c/?device=hall', 'https://a.example/b/c/'],
  [
    'https://a.example/b/spectator.html?x=1&y=/z/',
    'https://a.example/b/spectator.html?x=1&y=/z/&device=hall',
    'https://a.example/b/',
  ],
  [
    'https://a.example/b/?sound=headphones#to/p',
    'https://a.example/b/?sound=headphones&device=hall#to/p',
    'https://a.example/b/',
  ],
  ['https://a.example/#to?p', 'https://a.example/?device=hall#to?p', 'https://a.example/'],
  ['https://a.example/?device=wall&x=1', 'https://a.example/?device=wall&x=1', 'https://a.example/'],
  [
    'https://[2001:db8::1]:8443/?mydevice=1',
    'https://[2001:db8::1]:8443/?mydevice=1&device=hall',
    'https://[2001:db8::1]:8443/',
  ],
] as const

describe('scripts', () => {
  test.each(scripts)('%s is valid for sh', (script) => {
    // page-address.sh is read by the others.
    if (script !== 'page-address.sh') accessSync(join(kiosk, script), constants.X_OK)
    execFileSync('sh', ['-n', join(kiosk, script)])
  })

  /** Puts shell scripts in the place of programs; the result runs a script of kiosk/ and returns what they logged. */
  function mockPrograms(name: string, programs: Record<string, string>) {
    const bin = join(folder, name)
    mkdirSync(join(bin, 'state'), { recursive: true })
    for (const [program, lines] of Object.entries(programs))
      writeFileSync(join(bin, program), `#!/bin/sh\n${lines}\n`, { mode: 0o755 })
    const env = {
      ...settings,
      HOME: bin,
      XDG_RUNTIME_DIR: join(bin, 'state'),
      RUNTIME_DIRECTORY: join(bin, 'state'),
      CALLED: join(bin, 'called'),
    }
    return (script: string, more: Record<string, string> = {}, wanted: 'called' | 'stdout' = 'called') => {
      rmSync(env.CALLED, { force: true })
      const path = `${bin}:${process.env.PATH}`
      const output = execFileSync(join(kiosk, script), { env: { ...env, PATH: path, ...more }, stdio: 'pipe' })
      if (wanted === 'stdout') return String(output).trim()
      return readFileSync(env.CALLED, { encoding: 'utf8', flag: 'a+' }).trim()
    }
  }

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
      runuser: 'echo \'"no-speaker"\'',
      id: 'echo 1000',
    })
    const told = join(folder, `${name}-told`)
    return {
      readTold: () => readFileSync(told, 'utf8'),
      look: (SERVER_CODE: string, PAGE_CODE: string, { answer = '', passS = 30, SINCE = '0' } = {}) => {
        seconds += passS
        writeFileSync(uptime, `${seconds}.25 1.0\n`)
        return watch('watch.sh', { SERVER_CODE, PAGE_CODE, SINCE, PAGE_ANSWER: answer, UPTIME: uptime, TOLD: told })
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

  test('watch.sh gives up what six restarts have not mended, and goes on once an hour with a silent page', () => {
    /** Minutes between the restarts of a day in which the page stays down. */
    const countMinutes = (name: string, answer: string) => {
      const { look } = mockWatch(name)
      const restarts: number[] = []
      for (let minute = 0; minute < 12 * 60; minute += 2)
        if (look('200', '503', { answer, passS: 120 }) !== '') restarts.push(minute)
      return { look, gaps: restarts.slice(1).map((minute, i) => minute - (restarts[i] as number)) }
    }
    const silent = countMinutes('silent-day', SILENT)
    expect(silent.gaps.slice(0, 5)).toEqual([4, 4, 8, 16, 32])
    expect(new Set(silent.gaps.slice(5))).toEqual(new Set([60]))
    const broken = countMinutes('broken-day', BROKEN)
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

  test.each(PAGES)('with PAGE=%s all scripts find page and server', (PAGE, address, site) => {
    const folderName = `pages-${PAGE.replaceAll(/\W/g, '-')}`
    const asked = 'for a; do :; done; echo "$a" >>"$CALLED"'
    const run = mockPrograms(folderName, {
      chromium: asked,
      curl: `${asked}; case "$*" in *write-out*) printf 200;; esac`,
      systemctl: 'case "$*" in *MainPID*) echo 42;; *ActiveEnter*) echo 0;; esac',
      runuser: 'true',
      id: 'echo 1000',
    })
    expect(run('browser.sh', { PAGE, CHROMIUM: 'chromium', XDG_STATE_HOME: join(folder, folderName) })).toBe(address)
    expect(run('wait-for-server.sh', { PAGE })).toBe(`${site}health`)
    expect(run('watch.sh', { PAGE }).split('\n')).toEqual([
      `${site}health`,
      `${site}api/outputs`,
      `${site}health?device=hall&within=60`,
    ])
  })

  test('the watch of a second screen, whose server is disabled, starts nothing', () => {
    const watch = mockPrograms('second-screen', {
      curl: 'printf 000',
      systemctl: 'case "$*" in *is-enabled*) exit 1;; restart*|start*) echo "$2" >>"$CALLED";; esac',
    })
    for (let i = 0; i < 5; i++) expect(watch('watch.sh')).toBe('')
  })

  test('browser.sh starts a new profile after repeated crashes, and keeps the old one', () => {
    const browse = mockPrograms('browser', { chromium: 'printf "%s\\n" "$@" >"$CALLED"' })
    const start = () => browse('browser.sh', { CHROMIUM: 'chromium', XDG_STATE_HOME: join(folder, 'browser') })
    const profile = join(folder, 'browser/songwalk-screen')
    const flags = start().split('\n')
    expect(flags.at(-1)).toBe('http://localhost:8080/?device=hall')
    expect(flags).toEqual(
      expect.arrayContaining(['--kiosk', `--user-data-dir=${profile}`, '--autoplay-policy=no-user-gesture-required']),
    )
    expect(flags).not.toContain('--incognito')
    writeFileSync(join(profile, 'kept'), '')
    writeFileSync(join(profile, 'SingletonLock'), '')
    start()
    expect(readdirSync(profile)).toEqual(['kept'])
    start()
    start()
    expect(readdirSync(profile)).toEqual([])
    expect(readdirSync(`${profile}-broken`)).toEqual(['kept'])
  })
})

test('the browser’s policy allows only pages of this computer', () => {
  const policies = JSON.parse(read('policies/songwalk.json'))
  expect(policies.URLBlocklist).toContain('*')
  expect(policies.URLAllowlist.every((address: string) => /^https?:\/\/localhost$/.test(address))).toBe(true)
  expect(policies).toMatchObject({ DownloadRestrictions: 3, PrintingEnabled: false, DeveloperToolsAvailability: 2 })
})
