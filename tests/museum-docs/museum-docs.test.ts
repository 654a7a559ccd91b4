import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseExhibitCommand } from '../cli/exhibit/parse-exhibit-command.ts'
import { readCommands } from './read-commands.ts'
import { listForgotten, listSteps, stages } from './rehearsal.ts'

const root = join(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'docs/museum.md'), 'utf8')
const commands = readCommands()

describe('docs/museum.md', () => {
  test('every command is run by the rehearsal, or replaced with a reason', () => {
    expect(commands.length).toBeGreaterThan(30)
    expect(listForgotten()).toEqual([])
    for (const { run, why } of stages.flatMap(listSteps)) expect(run !== null || why !== undefined).toBe(true)
    const languages = [...text.matchAll(/^ *```(\w+)$/gm)].map(([, language]) => language as string)
    expect([...new Set(languages)].sort()).toEqual(['caddy', 'ini', 'json', 'nginx', 'sh'])
  })

  test.each(commands)('“$text” is a line of the shell, with files that exist', ({ text: line }) => {
    expect(spawnSync('sh', ['-n', '-c', line], { encoding: 'utf8' }).stderr).toBe('')
    for (const [, path] of line.matchAll(/\/opt\/songwalk\/([\w./-]+)/g))
      expect(existsSync(join(root, path as string))).toBe(true)
  })

  test('every command of songwalk is understood, also those in sentences', async () => {
    const inSentences = [...text.matchAll(/`(?:sudo -u songwalk )?songwalk ([a-z-]+ [^\s`]*\/[^`]*)`/g)].map(
      ([, line]) => line as string,
    )
    const inBlocks = commands.flatMap(
      ({ text: line }) => /(?:^|songwalk |nice )songwalk ([a-z-]+ .*)$/.exec(line)?.[1] ?? [],
    )
    expect([inSentences.length > 0, inBlocks.length]).toEqual([true, 11])
    for (const line of [...inSentences, ...inBlocks]) {
      const [command, ...rest] = line.replace(/ [>|].*/, '').split(' ')
      expect(await parseExhibitCommand([command as string, ...rest])).toMatchObject({ command })
    }
  })

  test('the settings it tells are those of the services', async () => {
    const known = [...readFileSync(join(root, 'kiosk/songwalk.conf'), 'utf8').matchAll(/^([A-Z]+)=/gm)].map(
      ([, name]) => name,
    )
    const blocks = [...text.matchAll(/^ *```ini\n(.*?)^ *```/gms)].flatMap(([, block]) =>
      (block as string).trim().split('\n'),
    )
    expect(blocks.length).toBeGreaterThan(3)
    for (const line of blocks) {
      const [, name, value] = /^([A-Z]+)=(.*)$/.exec(line) as RegExpExecArray
      expect(known).toContain(name)
      if (name === 'OPTIONS')
        expect(await parseExhibitCommand(['serve', 'x', ...(value as string).split(' ')])).toMatchObject({
          command: 'serve',
        })
    }
  })
})

test('songwalk finds an exhibit from the folder in which it is typed, and so does npm run exhibit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'songwalk-typed-'))
  const env = { ...process.env, INIT_CWD: undefined, npm_lifecycle_event: undefined }
  const typed = spawnSync(join(root, 'kiosk/exhibit.sh'), ['check', '.'], { cwd: folder, env, encoding: 'utf8' })
  expect([typed.status, typed.stderr]).toEqual([2, expect.stringContaining('exhibit.json')])
  const run = spawnSync('npm', ['run', '--silent', 'exhibit', '--', 'check', 'demo'], {
    cwd: join(root, 'exhibits'),
    env,
    encoding: 'utf8',
  })
  expect(run.stdout).toContain('No problems: 6 songs')
  rmSync(folder, { recursive: true })
}, 120_000)

/** Whether a range of versions, as packages write it, has a version. */
function satisfies([major, minor]: readonly [number, number], range: string): boolean {
  return range.split('||').some((part) =>
    part
      .trim()
      .replaceAll(/([<>=^~])\s+/g, '$1')
      .split(/\s+/)
      .every((comparator) => {
        const [, operator = '', first = '0', second = '0'] =
          /^([<>=^~]*)\s*v?(\d+)?(?:\.(\d+))?/.exec(comparator.trim()) ?? []
        const difference = major * 1000 + minor - (Number(first) * 1000 + Number(second))
        if (operator === '>=') return difference >= 0
        if (operator === '>') return difference > 0
        if (operator === '<') return difference < 0
        if (operator === '<=') return difference <= 0
        return comparator === '*' || (major === Number(first) && difference >= 0)
      }),
  )
}

test('no package that runs in production wants a newer Node than package.json promises', () => {
  const promise = /^>=(\d+)\.(\d+)$/.exec(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node)
  const version = [Number(promise?.[1]), Number(promise?.[2])] as const
  expect(version).toEqual([20, 19])
  for (const [range, isMet] of [
    ['>=18', true],
    ['^18.20 || ^20.9 || >=22', true],
    ['>=22', false],
    ['^22.12.0', false],
    ['>= 10.13 < 20', false],
    ['*', true],
  ] as const)
    expect([range, satisfies(version, range)]).toEqual([range, isMet])
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; engines?: { node?: string } }>
  }
  const refusing = Object.entries(packages).filter(
    ([, { dev, engines }]) => !dev && !satisfies(version, engines?.node ?? '*'),
  )
  expect(refusing.map(([path, { engines }]) => `${path} ${engines?.node}`)).toEqual([])
})
