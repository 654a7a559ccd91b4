import type { TestProject } from 'vitest/node'
import { setup as setupChromium } from '../global-setup.ts'
import { type DisplayAndSound, startDisplayAndSound } from './display-and-sound.ts'
import type { EngineName } from './engine-tab.ts'
import { type FoundEngine, findEngine } from './find-engine.ts'
import { raisePriority } from './raise-priority.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The engine that is tested, where it is not Chromium. */
    engine?: FoundEngine
    /** A screen and a sound device. */
    engineEnv?: DisplayAndSound['env']
  }
}

/** Before the tests of one engine: its programs are found; a screen, a sound device and the servers are started. */
export async function setup(project: TestProject) {
  const name = project.name.replace('engine-', '') as EngineName
  const engine = name === 'chromium' ? null : await findEngine(name)
  if (name !== 'chromium' && !engine) throw new Error(`${name} is not installed.`)
  if (engine) {
    project.provide('engine', engine)
    console.log(`Engine ${name}: ${engine.browser}`)
  }
  raisePriority()
  const display = await startDisplayAndSound()
  project.provide('engineEnv', display.env)
  const stopServers = await setupChromium(project)
  return async () => {
    await stopServers()
    await display.stop()
  }
}
