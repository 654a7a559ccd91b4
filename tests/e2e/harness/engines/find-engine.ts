import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import type { EngineName } from './engine-tab.ts'

/** The programs of an engine. */
export type FoundEngine = { name: EngineName; browser: string; driver: string }

const FIREFOX_NAMES = ['firefox-esr', 'firefox']
const MINI_BROWSER_PATHS = ['4.1', '6.0', '4.0'].flatMap((version) => [
  `/usr/lib/x86_64-linux-gnu/webkit2gtk-${version}/MiniBrowser`,
  `/usr/lib/aarch64-linux-gnu/webkit2gtk-${version}/MiniBrowser`,
  `/usr/libexec/webkit2gtk-${version}/MiniBrowser`,
])
/** Programs that give any engine a screen and a sound device, with their Debian packages. */
const SHARED_PROGRAMS = { Xvfb: 'xvfb', pulseaudio: 'pulseaudio', parec: 'pulseaudio-utils' }

const findProgram = async (name: string): Promise<string> =>
  promisify(execFile)('which', [name]).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  )

const findFirst = async (names: string[]): Promise<string> => {
  for (const name of names) {
    const path = await findProgram(name)
    if (path) return path
  }
  return ''
}

/** @returns null where the engine is not installed, and for Chromium, which find-browser.ts finds */
export async function findEngine(name: EngineName): Promise<FoundEngine | null> {
  if (name === 'chromium') return null
  const isFirefox = name === 'firefox'
  const browser = isFirefox ? await findFirst(FIREFOX_NAMES) : (MINI_BROWSER_PATHS.find(existsSync) ?? '')
  const driver = isFirefox ? '' : await findProgram('WebKitWebDriver')
  return browser && (isFirefox || driver) ? { name, browser, driver } : null
}

/** The Debian packages without which the tests of an engine cannot run. */
export async function listMissingPackages(name: EngineName): Promise<string[]> {
  const missing = []
  if (name !== 'chromium' && !(await findEngine(name)))
    missing.push(name === 'firefox' ? 'firefox-esr' : 'webkit2gtk-driver')
  for (const [program, source] of Object.entries(SHARED_PROGRAMS))
    if (!(await findProgram(program))) missing.push(source)
  return missing
}
