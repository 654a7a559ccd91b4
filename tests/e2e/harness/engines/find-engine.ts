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

const findProgram = async (name: string): Promise<string> =>
  promisify(execFile)('which', [name]).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  )

/** @returns null where the engine is not installed */
export async function findEngine(name: EngineName): Promise<FoundEngine | null> {
  if (name === 'firefox') {
    for (const candidate of FIREFOX_NAMES) {
      const browser = await findProgram(candidate)
      if (browser) return { name, browser, driver: '' }
    }
    return null
  }
  const driver = await findProgram('WebKitWebDriver')
  const browser = MINI_BROWSER_PATHS.find((path) => existsSync(path))
  return driver && browser ? { name, browser, driver } : null
}
