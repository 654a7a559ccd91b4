import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporary, write } from './temporary-folders.ts'

const root = temporary()
const repository = join(import.meta.dirname, '../../..')

/** The hour that a program counts 20:00 in UTC for, on a computer in UTC. */
function formatHourOf(exhibit: object): string {
  const site = write(join(root, 'site'), {
    'exhibit.json': {
      title: 'T',
      version: '1',
      songs: [{ title: 'S', key: '0'.repeat(16), file: 's', duration: 1, chunks: 1 }],
      ...exhibit,
    },
  })
  const program = `
    import { adoptTimeZone } from './cli/exhibit/adopt-time-zone.ts'
    import { formatHour } from './protocol/counts.ts'
    await adoptTimeZone(${JSON.stringify(site)})
    console.log(formatHour(Date.UTC(2027, 0, 5, 20)))`
  const options = { cwd: repository, env: { ...process.env, TZ: 'UTC' }, encoding: 'utf8' } as const
  return execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], options).trim()
}

test('counts by the hour follow the clocks of the exhibit’s time zone', () => {
  expect(formatHourOf({ timeZone: 'Asia/Seoul' })).toBe('2027-01-06T05:00')
  expect(formatHourOf({})).toBe('2027-01-05T20:00')
})
