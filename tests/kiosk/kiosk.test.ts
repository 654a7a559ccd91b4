import { execFileSync } from 'node:child_process'
import { accessSync, constants, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseExhibitCommand } from '../cli/exhibit/parse-exhibit-command.ts'
import { folder, kiosk, mockPrograms, readKioskFile, settings } from './mock-programs.ts'

const root = join(import.meta.dirname, '../..')
const files = readdirSync(kiosk)
const scripts = files.filter((name) => name.endsWith('.sh'))
const units = files.filter((name) => /\.(service|timer)$/.test(name))
const read = readKioskFile

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
