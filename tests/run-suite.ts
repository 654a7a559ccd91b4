import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ENGINE_NAMES, type EngineName } from './e2e/harness/engines/engine-tab.ts'
import { listMissingPackages } from './e2e/harness/engines/find-engine.ts'

// `npm test`, `npm run test:full` and `npm run test:engines`: every step runs, also after one that failed; the last line is `N passed, N failed`.

interface Counts {
  passed: number
  failed: number
}

interface TestFile {
  status: 'passed' | 'failed'
  assertionResults: { status: string }[]
}

interface Step {
  script: string
  args?: string[]
  /** A step that takes longer hangs: it is ended and counted as failed. */
  maxMinutes: number
  /** Vitest scripts count each test, other scripts count as one. */
  vitest?: true
  /** Left out where this engine is not installed; in CI that is a failure. */
  engine?: EngineName
}

const build: Step = { script: 'build', maxMinutes: 5 }
const suites: Record<string, Step[]> = {
  journeys: [
    { script: 'lint', maxMinutes: 5 },
    { script: 'types', maxMinutes: 5 },
    { script: 'dead', maxMinutes: 5 },
    { script: 'test:unit', maxMinutes: 10, vitest: true },
    build,
    { script: 'test:browser', args: ['tests/e2e/journeys'], maxMinutes: 15, vitest: true },
  ],
  full: [build, { script: 'test:browser', args: ['tests/e2e/full'], maxMinutes: 45, vitest: true }],
  engines: [
    build,
    ...ENGINE_NAMES.map(
      (engine): Step => ({ script: 'test:engine', args: [`engine-${engine}`], maxMinutes: 12, vitest: true, engine }),
    ),
  ],
}

const RESULTS_FOLDER = join(import.meta.dirname, '../test-results')

/** Ends a process with all that it started. */
function killTree({ pid }: ChildProcess): void {
  if (pid === undefined) return
  if (process.platform === 'win32') spawn('taskkill', ['/pid', String(pid), '/t', '/f'])
  else process.kill(-pid, 'SIGKILL')
}

/** Runs one npm script with its output passed through. @returns whether it ended with exit code 0 */
function runScript({ script, args = [], maxMinutes }: Step): Promise<boolean> {
  console.log(`\n── ${[script, ...args.filter((arg) => !arg.startsWith('--'))].join(' ')} ──`)
  const command = ['run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])]
  // npm names its own script; npm.cmd needs a shell on Windows.
  const npm = process.env.npm_execpath
  const [file, prefix] = npm ? [process.execPath, [npm]] : ['npm', []]
  return new Promise((resolve) => {
    const child = spawn(file, [...prefix, ...command], {
      stdio: ['ignore', 'inherit', 'inherit'],
      // A process group of its own can be ended as a whole.
      detached: process.platform !== 'win32',
    })
    const interrupt = () => {
      killTree(child)
      process.exit(130)
    }
    const hanging = setTimeout(() => {
      console.log(`${script} did not end within ${maxMinutes} minutes`)
      killTree(child)
    }, maxMinutes * 60_000)
    const end = (succeeded: boolean) => {
      clearTimeout(hanging)
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt)
      resolve(succeeded)
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt)
    child.on('error', () => end(false))
    child.on('close', (code) => end(code === 0))
  })
}

/** Counts single tests: a skipped one has failed, and so has a file that broke outside of its tests. */
function countTests(files: TestFile[], succeeded: boolean): Counts {
  const counts = files.map(({ status, assertionResults }) => {
    const passed = assertionResults.filter(({ status }) => status === 'passed').length
    return { passed, failed: Math.max(assertionResults.length - passed, status === 'passed' ? 0 : 1) }
  })
  const { passed, failed } = sumCounts(counts)
  return { passed, failed: Math.max(failed, succeeded ? 0 : 1) }
}

async function runStep(step: Step): Promise<Counts> {
  const missing = step.engine ? await listMissingPackages(step.engine) : []
  if (missing.length > 0) {
    console.log(
      `\nNOT TESTED: ${step.engine}, because it needs what is not installed: apt-get install ${missing.join(' ')}`,
    )
    return { passed: 0, failed: process.env.CI ? 1 : 0 }
  }
  if (!step.vitest) {
    const passed = await runScript(step)
    if (!passed) console.log(`FAILED: ${step.script}`)
    return passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
  }
  const report = join(RESULTS_FOLDER, `${[step.script, ...(step.args ?? [])].join('-').replace(/[:/]/g, '-')}.json`)
  await rm(report, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const succeeded = await runScript({ ...step, args: [...(step.args ?? []), ...reporters] })
  try {
    const { success, testResults } = JSON.parse(await readFile(report, 'utf8'))
    return countTests(testResults, succeeded && success)
  } catch {
    console.log(`FAILED: ${step.script} left no report`)
    return { passed: 0, failed: 1 }
  }
}

const sumCounts = (counts: Counts[]): Counts => ({
  passed: counts.reduce((sum, { passed }) => sum + passed, 0),
  failed: counts.reduce((sum, { failed }) => sum + failed, 0),
})

const steps = suites[process.argv[2] ?? '']
if (!steps) throw new Error(`Name one of these suites: ${Object.keys(suites).join(', ')}.`)
await mkdir(RESULTS_FOLDER, { recursive: true })
const counts: Counts[] = []
for (const step of steps) counts.push(await runStep(step))

const { passed, failed } = sumCounts(counts)
process.exitCode = failed > 0 ? 1 : 0
console.log(`\n${passed} passed, ${failed} failed`)
