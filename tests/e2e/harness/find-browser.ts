import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'
import { unpackChromium } from './packaged-chromium.ts'

/** A browser that starts, with the environment variables it needs. */
export interface FoundBrowser {
  executable: string
  env: Record<string, string>
  /** For the log. */
  origin: 'CHROMIUM_PATH' | 'installed' | 'packaged'
}

const CHROMIUM_FLAGS = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // WebGL without a graphics card; --use-gl=angle alone gives none.
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  // A request to another host fails at once, with or without a network.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost',
]

const EXECUTABLE_NAMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome']
const DEFAULT_PATHS: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: ['/opt/google/chrome/chrome', '/usr/lib/chromium/chromium', '/snap/bin/chromium'],
  darwin: ['Google Chrome', 'Chromium'].map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`),
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((base) =>
    join(process.env[base] ?? '', 'Google/Chrome/Application/chrome.exe'),
  ),
}

/**
 * CHROMIUM_PATH, else an installed Chrome or Chromium, else the one inside the npm package @sparticuz/chromium.
 * @throws {Error} one sentence saying what to do.
 */
export async function findBrowser(): Promise<FoundBrowser> {
  const asked = process.env.CHROMIUM_PATH
  if (asked) {
    const failure = await findStartFailure(asked, {})
    if (failure) throw new Error(`CHROMIUM_PATH is ${asked}, which does not start: ${failure}`)
    return { executable: asked, env: {}, origin: 'CHROMIUM_PATH' }
  }
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => EXECUTABLE_NAMES.map((name) => join(folder, name)))
  for (const executable of [...onPath, ...(DEFAULT_PATHS[process.platform] ?? [])]) {
    if (!(await findStartFailure(executable, {}))) return { executable, env: {}, origin: 'installed' }
  }
  const { executable, fonts, libraries } = await unpackChromium()
  const env: Record<string, string> = { FONTCONFIG_FILE: fonts }
  if (await findStartFailure(executable, env)) env.LD_LIBRARY_PATH = libraries
  const failure = await findStartFailure(executable, env)
  if (failure) throw new Error(`The packaged Chromium does not start: ${failure}. Set CHROMIUM_PATH to another.`)
  return { executable, env, origin: 'packaged' }
}

/** Runs `--version`, because some distributions install a stub in the browser's place. @returns why it fails */
async function findStartFailure(executable: string, env: Record<string, string>): Promise<string | undefined> {
  try {
    await access(executable, constants.X_OK)
    // On Windows --version opens a window instead.
    if (process.platform === 'win32') return undefined
    await promisify(execFile)(executable, ['--version'], { env: { ...process.env, ...env }, timeout: 20_000 })
    return undefined
  } catch (error) {
    return (error as Error).message.trim()
  }
}

/**
 * @param autoplay whether sound may start without a gesture; false keeps the policy visitors meet.
 * @param soundEnv of a sound device that is played to; without it the browser is mute
 */
export function launchBrowser(
  { executable, env }: FoundBrowser,
  autoplay: boolean,
  soundEnv?: Record<string, string>,
): Promise<Browser> {
  const args = autoplay ? [...CHROMIUM_FLAGS, '--autoplay-policy=no-user-gesture-required'] : CHROMIUM_FLAGS
  return chromium.launch({
    executablePath: executable,
    env: { ...readDefinedEnv(), ...env, ...soundEnv },
    args,
    timeout: 60_000,
    ...(soundEnv ? { ignoreDefaultArgs: ['--mute-audio'] } : {}),
  })
}

const readDefinedEnv = () =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined))
