import { spawn } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'

// `npm test`: every step runs even when one before it failed, and the last line counts them all.
const results = join(import.meta.dirname, '../test-results')
// A verdict that comes late is none.
const deadline = Date.now() + 27 * 60_000

interface Outcome {
  passed: number
  failed: number
}

interface TestFile {
  name: string
  status: 'passed' | 'failed'
  assertionResults: { status: string }[]
}

/** One npm script, its output passed through; one that hangs is ended. */
function run(script: string, args: string[] = []): Promise<boolean> {
  console.log(`\n── ${script} ──`)
  const command = ['run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])]
  // npm says where it is itself; npm.cmd needs a shell on Windows.
  const npm = process.env.npm_execpath
  const [file, prefix] = npm ? [process.execPath, [npm]] : ['npm', []]
  return new Promise((resolve) => {
    const child = spawn(file, [...prefix, ...command], {
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: Math.max(1, deadline - Date.now()),
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

/** The files of a Vitest script; one that failed without a test failing is there too. */
async function testFiles(script: string, only: string[] = []): Promise<TestFile[]> {
  const file = join(results, `${script.replace(':', '-')}${only.length > 0 ? '-again' : ''}.json`)
  const ended = await run(script, ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...only])
  const broken: TestFile = { name: script, status: 'failed', assertionResults: [] }
  try {
    const { success, testResults } = JSON.parse(await readFile(file, 'utf8'))
    const failed = testResults.some(({ status }: TestFile) => status !== 'passed')
    return failed || (ended && success) ? testResults : [...testResults, broken]
  } catch {
    console.log(`FAILED: ${script} left no report`)
    return [broken]
  }
}

/** Counts single tests; a skipped one is a failure, and so is a file that broke without one failing. */
function counted(files: TestFile[]): Outcome {
  const outcomes = files.map(({ status, assertionResults }) => {
    const passed = assertionResults.filter(({ status }) => status === 'passed').length
    return { passed, failed: Math.max(assertionResults.length - passed, status === 'passed' ? 0 : 1) }
  })
  return total(outcomes)
}

/** A browser on a busy machine may miss its moment once: files that failed are run once more, each from its beginning. */
async function browserTests(): Promise<Outcome> {
  const first = await testFiles('test:browser')
  const failed = first.filter(({ status }) => status !== 'passed')
  const names = failed.map(({ name }) => name).filter((name) => name.endsWith('.ts'))
  if (names.length === 0 || names.length < failed.length) return counted(first)
  console.log(`\nA second try: ${names.map((name) => relative(process.cwd(), name)).join(', ')}`)
  return counted([...first.filter((file) => !failed.includes(file)), ...(await testFiles('test:browser', names))])
}

const total = (outcomes: Outcome[]): Outcome => ({
  passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
  failed: outcomes.reduce((sum, { failed }) => sum + failed, 0),
})

await rm(results, { recursive: true, force: true })
await mkdir(results, { recursive: true })
const outcomes: Outcome[] = []
for (const script of ['lint', 'types', 'dead']) outcomes.push(await step(script))
outcomes.push(counted(await testFiles('test:unit')))
outcomes.push(await step('build'))
outcomes.push(await browserTests())

const { passed, failed } = total(outcomes)
process.exitCode = failed > 0 ? 1 : 0
console.log(`\n${passed} passed, ${failed} failed`)
