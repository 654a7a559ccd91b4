import { spawnSync } from 'node:child_process'

// `npm run day [visits]`: a long simulated day in a real browser, 200 visits unless told.
const visits = Number(process.argv[2] ?? 200)
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'browser', 'tests/e2e/full/exhibit-day.e2e.ts'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, SONGWALK_VISITS: String(visits) },
})
process.exitCode = status ?? 1
