import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '../free-port.ts'
import type { EngineTab, TabOptions } from './engine-tab.ts'
import { startProgram } from './processes.ts'

type WebDriverReply = { value: { error?: string; message?: string } | unknown }

/** The key of an element reference (W3C WebDriver, section 12.1). */
const ELEMENT_KEY = 'element-6066-11e4-a52e-4f735466cecf'
/** MiniBrowser's toolbar is about this wide. */
const MIN_WINDOW_WIDTH_PX = 460
const SCRIPT_TIMEOUT_MS = 120_000

/** The home folder of a WebKitGTK browser: where downloads go, and whether motion is reduced. */
async function createHome({ downloadFolder, reducedMotion }: TabOptions): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'songwalk-webkit-'))
  await mkdir(join(home, '.config/gtk-3.0'), { recursive: true })
  await writeFile(join(home, '.config/user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${downloadFolder}"\n`)
  await writeFile(
    join(home, '.config/gtk-3.0/settings.ini'),
    `[Settings]\ngtk-enable-animations=${reducedMotion ? 'false' : 'true'}\n`,
  )
  return home
}

/** A MiniBrowser of its own with one window, driven by W3C WebDriver. @param env DISPLAY, PULSE_SERVER */
export async function openWebKitTab(
  { driver, browser }: { driver: string; browser: string },
  env: Record<string, string>,
  options: TabOptions,
): Promise<EngineTab> {
  const home = await createHome(options)
  const port = await findFreePort()
  const program = startProgram(driver, ['--host=127.0.0.1', `--port=${port}`], {
    ...env,
    LIBGL_ALWAYS_SOFTWARE: '1',
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.data'),
    // Its sandbox needs user namespaces, which root in a container does not have.
    ...(process.getuid?.() === 0 ? { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' } : {}),
  })
  const call = async <T>(method: 'POST' | 'GET' | 'DELETE', path: string, body?: object): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } } : {}),
    })
    const { value } = (await response.json()) as WebDriverReply
    if (!response.ok) {
      const { error, message } = value as { error: string; message: string }
      throw new Error(`${path.replace(/^\/session\/[^/]+/, '')}: ${error}: ${message}`)
    }
    return value as T
  }
  const args = [
    '--automation',
    '--javascript-can-open-windows-automatically=true',
    ...(options.webgl ? [] : ['--enable-webgl=false']),
  ]
  const session = await startSession(call, {
    'webkitgtk:browserOptions': { binary: browser, args },
    ...(options.autoplay ? { 'webkitgtk:autoplay': 'allow' } : {}),
  })
  const post = <T = void>(path: string, body: object = {}) => call<T>('POST', `${session}${path}`, body)
  await post('/timeouts', { script: SCRIPT_TIMEOUT_MS, pageLoad: SCRIPT_TIMEOUT_MS })

  const evaluate = async (expression: string): Promise<unknown> => {
    const script = `const answer = arguments[arguments.length - 1]
      Promise.resolve().then(() => ${expression}).then(
        (value) => answer({ value: JSON.stringify(value) }),
        (error) => answer({ error: String(error) + ' ' + (error && error.stack) }))`
    const { value, error } = await post<{ value?: string; error?: string }>('/execute/async', { script, args: [] })
    if (error) throw new Error(error)
    return value === undefined || value === null ? undefined : JSON.parse(value)
  }
  /** A window without the bars that would keep it wide. */
  const openNarrowWindow = async () => {
    const wide = await call<string>('GET', `${session}/window`)
    await evaluate(
      "window.open('about:blank', 'narrow', 'toolbar=no,menubar=no,location=no,width=390,height=844') && 1",
    )
    const handles = await call<string[]>('GET', `${session}/window/handles`)
    await call('DELETE', `${session}/window`)
    await post('/window', { handle: handles.find((handle) => handle !== wide) })
  }
  const setViewport = async (width: number, height: number) => {
    // The window is larger than the page by the browser's own bars.
    const [dx, dy] = (await evaluate('[outerWidth - innerWidth, outerHeight - innerHeight]')) as [number, number]
    await post('/window/rect', { x: 0, y: 0, width: width + dx, height: height + dy })
  }
  if (options.viewport.width < MIN_WINDOW_WIDTH_PX) await openNarrowWindow()
  await setViewport(options.viewport.width, options.viewport.height)

  return {
    goto: (url) => post('/url', { url }),
    reload: () => post('/refresh'),
    evaluate,
    performActions: (actions) => post('/actions', { actions }),
    setFiles: async (expression, paths) => {
      const element = await post<Record<string, string>>('/execute/sync', { script: `return ${expression}`, args: [] })
      await post(`/element/${element[ELEMENT_KEY]}/value`, { text: paths.join('\n') })
    },
    screenshot: async () => Buffer.from(await call<string>('GET', `${session}/screenshot`), 'base64'),
    setViewport,
    hide: async () => {
      const own = await call<string>('GET', `${session}/window`)
      const { handle } = await post<{ handle: string }>('/window/new', { type: 'tab' })
      await post('/window', { handle })
      return async () => {
        await call('DELETE', `${session}/window`)
        await post('/window', { handle: own })
      }
    },
    close: async () => {
      await call('DELETE', session).catch(() => undefined)
      await program.stop()
      await rm(home, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Waits for the driver to listen. @returns the path of the session */
async function startSession(
  call: <T>(method: 'POST', path: string, body: object) => Promise<T>,
  capabilities: object,
): Promise<string> {
  for (let tries = 0; ; tries++) {
    try {
      const { sessionId } = await call<{ sessionId: string }>('POST', '/session', {
        capabilities: { alwaysMatch: capabilities },
      })
      return `/session/${sessionId}`
    } catch (error) {
      // `fetch failed`: nothing listens yet.
      if (tries > 100 || !(error instanceof TypeError)) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
