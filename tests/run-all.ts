import { spawn } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

// `npm test`: every step runs even when one before it failed, and the last line counts them all.
const results = join(import.meta.dirname, '../test-results')
const minutes = 60_000

interface Outcome {
  passed: number
  failed: number
}

interface VitestReport {
  success: boolean
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
}

/** One npm script, its output passed through; a step that hangs is ended. */
function run(script: string, args: string[] = []): Promise<boolean> {
  console.log(`\n── ${script} ──`)
  const command = ['run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])]
  // npm says where it is itself; npm.cmd needs a shell on Windows.
  const npm = process.env.npm_execpath
  const [file, prefix] = npm ? [process.execPath, [npm]] : ['npm', []]
  return new Promise((resolve) => {
    const child = spawn(file, [...prefix, ...command], {
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: 25 * minutes,
    })
    child.on('error', () => resolve(false))
    child.on('close', (code) => resolve(code === 0))
  })
}

async function step(script: string): Promise<Outcome> {
  const passed = await run(script)
  if (!passed) console.log(`FAILED: ${script}`)
  return passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** Counts single tests; a skipped one is a failure, and so is a run that broke without one failing. */
async function tests(script: string): Promise<Outcome> {
  const file = join(results, `${script.replace(':', '-')}.json`)
  const ended = await run(script, ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`])
  try {
    const report = JSON.parse(await readFile(file, 'utf8')) as VitestReport
    const skipped = report.numPendingTests + report.numTodoTests
    if (skipped > 0) console.log(`FAILED: ${skipped} skipped in ${script}`)
    const failed = report.numFailedTests + skipped
    return { passed: report.numPassedTests, failed: Math.max(failed, ended && report.success ? 0 : 1) }
  } catch {
    console.log(`FAILED: ${script} left no report`)
    return { passed: 0, failed: 1 }
  }
}

await rm(results, { recursive: true, force: true })
await mkdir(results, { recursive: true })
const outcomes: Outcome[] = []
for (const script of ['lint', 'types', 'dead']) outcomes.push(await step(script))
outcomes.push(await tests('test:unit'))
outcomes.push(await step('build'))
outcomes.push(await tests('test:browser'))

const sum = (count: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + count(outcome), 0)
const failed = sum((outcome) => outcome.failed)
process.exitCode = failed > 0 ? 1 : 0
console.log(`\n${sum((outcome) => outcome.passed)} passed, ${failed} failed`)
