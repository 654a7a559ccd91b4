import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createContainer, createSystem, run } from './container.ts'
import { listForgotten, listSteps, REBOOT, type Stage, stages } from './rehearsal.ts'

// `npm run test:museum-docs`: the commands of docs/museum.md, word for word, on a clean Debian 13 with systemd. Needs root, a
// network and half an hour. The last line is `N passed, N failed`; a stage is one.

const FOLDER = process.env.SONGWALK_REHEARSAL ?? '/var/tmp/songwalk-museum-docs'
const PROGRAMS = ['mmdebstrap', 'systemd-nspawn', 'nsenter']

async function runStage(stage: Stage, { runLines, boot, halt }: ReturnType<typeof createContainer>): Promise<boolean> {
  console.log(`\n── ${stage.name} ──`)
  const parts = [[stage.before ?? '']]
  for (const { text, run: line, why } of listSteps(stage)) {
    console.log(why === undefined ? `   ${text}` : `   ${text} (replaced: ${why})`)
    if (line === REBOOT) parts.push([stage.afterReboot ?? ''])
    else parts.at(-1)?.push(line ?? '')
  }
  parts.at(-1)?.push(stage.after ?? '')
  for (const [i, lines] of parts.entries()) {
    if (i > 0) {
      await halt()
      await boot()
    }
    if (!runLines(lines.join('\n'))) return false
  }
  return true
}

async function main(): Promise<boolean> {
  const missing = PROGRAMS.filter((program) => spawnSync(program, ['--version']).error)
  if (missing.length > 0 || process.getuid?.() !== 0)
    throw new Error(
      `Run it as root, with mmdebstrap, systemd-container and util-linux (missing: ${missing.join(', ')}).`,
    )
  const forgotten = listForgotten()
  if (forgotten.length > 0) throw new Error(`The rehearsal leaves out: ${forgotten.join('; ')}`)
  const container = createContainer(FOLDER, createSystem(FOLDER))
  rmSync(join(container.shared, 'songwalk.git'), { recursive: true, force: true })
  run('git', ['clone', '--quiet', '--bare', join(import.meta.dirname, '../..'), join(container.shared, 'songwalk.git')])
  let passed = 0
  try {
    for (const stage of stages) {
      if (stage.isBooted && passed === stages.filter(({ isBooted }) => !isBooted).length) await container.boot()
      // What follows stands on what was before.
      if (!(await runStage(stage, container))) break
      passed++
    }
  } finally {
    await container.halt()
  }
  console.log(`${passed} passed, ${stages.length - passed} failed`)
  return passed === stages.length
}

main().then(
  (isPassed) => {
    process.exitCode = isPassed ? 0 : 1
  },
  (error: Error) => {
    console.error(error.message)
    console.log('0 passed, 1 failed')
    process.exitCode = 1
  },
)
