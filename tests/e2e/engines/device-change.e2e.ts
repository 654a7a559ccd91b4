import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { openDemo } from '../harness/demo-page.ts'
import { startRecorder } from '../harness/engines/recorder.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'
import { measureLevel } from './sound/compare-sound.ts'

// Devices come and go while a song plays; what is heard is recorded from the device that is left.
const SOUND_DB = -45
const MAX_SILENT_MS = 20_000

let page: Page
sharePage(async () => {
  const opened = await openDemo({ viewport: { width: 800, height: 600 } })
  page = opened.page
  return opened
})

const env = () => inject('engineEnv') ?? {}
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const control = async (...args: string[]) =>
  (await promisify(execFile)('pactl', args, { env: { ...process.env, ...env() } })).stdout.trim()

async function recordLevel(sink: string): Promise<number> {
  const recorder = await startRecorder(env(), sink)
  await wait(1000)
  const { left, right } = await recorder.finish()
  return Math.max(measureLevel(left), measureLevel(right))
}

/** Milliseconds until the device sounds. */
async function waitForSound(sink: string): Promise<number> {
  const from = performance.now()
  for (;;) {
    const level = await recordLevel(sink)
    const passed = performance.now() - from
    if (level > SOUND_DB) return passed
    if (passed > MAX_SILENT_MS) throw new Error(`${sink} is silent: ${level} dBFS`)
  }
}

async function play(): Promise<void> {
  if ((await readSnapshot(page)).playing) return
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await waitForSnapshot(page, ({ playing, time }) => playing && time > 0.3)
  await waitForSound('null')
}

async function expectToPlayOn(): Promise<void> {
  const { time, playing, error } = await readSnapshot(page)
  expect({ playing, error }).toEqual({ playing: true, error: null })
  await waitForSnapshot(page, ({ time }, before) => time > before + 0.5, { given: time })
}

test('a song plays on when it is moved to a device of another rate, and when that is unplugged', async () => {
  await play()
  const module = await control('load-module', 'module-null-sink', 'sink_name=other', 'rate=44100', 'format=float32le')
  try {
    for (const line of (await control('list', 'short', 'sink-inputs')).split('\n'))
      await control('move-sink-input', line.split('\t')[0] ?? '', 'other')
    console.log('Heard from the other device after ms:', await waitForSound('other'))
    await expectToPlayOn()
  } finally {
    await control('unload-module', module)
  }
  console.log('Heard from the first device again after ms:', await waitForSound('null'))
  await expectToPlayOn()
})

// WebKitGTK was silent for 20 s afterwards (2026-11-30).
if (inject('engine')?.name !== 'webkit')
  test('a song plays on when its device has stood still for five seconds', async () => {
    await play()
    await control('suspend-sink', 'null', '1')
    await wait(5000)
    await control('suspend-sink', 'null', '0')
    console.log('Heard again after ms:', await waitForSound('null'))
    await expectToPlayOn()
  })
