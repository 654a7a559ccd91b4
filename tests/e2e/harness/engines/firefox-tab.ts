import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectBidi } from './bidi-client.ts'
import type { EngineTab, TabOptions } from './engine-tab.ts'
import { startProgram } from './processes.ts'

type RemoteValue = { type: string; value?: unknown; sharedId?: string }
type EvaluateResult = { type: string; result?: RemoteValue; exceptionDetails?: { text: string } }

const createPreferences = ({ autoplay, reducedMotion, downloadFolder, webgl }: TabOptions) => ({
  'media.autoplay.default': autoplay ? 0 : 1,
  'webgl.disabled': !webgl,
  'webgl.force-enabled': webgl,
  'ui.prefersReducedMotion': reducedMotion ? 1 : 0,
  'browser.download.folderList': 2,
  'browser.download.dir': downloadFolder,
  'browser.download.always_ask_before_handling_new_types': false,
  'browser.download.alwaysOpenPanel': false,
  // Nothing is asked of other hosts.
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.normandy.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'services.settings.server': 'data:,',
})

/** A Firefox of its own with one tab, driven by WebDriver BiDi. @param env DISPLAY, PULSE_SERVER */
export async function openFirefoxTab(
  executable: string,
  env: Record<string, string>,
  options: TabOptions,
): Promise<EngineTab> {
  const profile = await mkdtemp(join(tmpdir(), 'songwalk-firefox-'))
  const preferences = Object.entries(createPreferences(options))
  await writeFile(
    join(profile, 'user.js'),
    preferences.map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(''),
  )
  const firefox = startProgram(executable, ['--profile', profile, '--no-remote', '--remote-debugging-port', '0'], {
    ...env,
    LIBGL_ALWAYS_SOFTWARE: '1',
    HOME: profile,
  })
  const [, url] = await firefox.waitForOutput(/WebDriver BiDi listening on (ws:\S+)/)
  const { send, close } = await connectBidi(`${url}/session`)
  await send('session.new', { capabilities: {} })
  const { contexts } = await send<{ contexts: { context: string }[] }>('browsingContext.getTree', {})
  const context = contexts[0]?.context

  const evaluateRaw = async (expression: string): Promise<RemoteValue> => {
    const parameters = { expression, target: { context }, awaitPromise: true, userActivation: false }
    const { result, exceptionDetails } = await send<EvaluateResult>('script.evaluate', parameters)
    if (!result) throw new Error(exceptionDetails?.text ?? 'The script gave nothing.')
    return result
  }
  const setViewport = (width: number, height: number): Promise<void> =>
    send('browsingContext.setViewport', { context, viewport: { width, height } })
  await setViewport(options.viewport.width, options.viewport.height)

  return {
    goto: (target) => send('browsingContext.navigate', { context, url: target, wait: 'complete' }),
    reload: () => send('browsingContext.reload', { context, wait: 'complete' }),
    evaluate: async (expression) => {
      const { value } = await evaluateRaw(`Promise.resolve(${expression}).then((value) => JSON.stringify(value))`)
      return typeof value === 'string' ? JSON.parse(value) : undefined
    },
    performActions: (actions) => send('input.performActions', { context, actions }),
    setFiles: async (expression, files) => {
      const { sharedId } = await evaluateRaw(expression)
      await send('input.setFiles', { context, element: { sharedId }, files })
    },
    screenshot: async () => {
      const { data } = await send<{ data: string }>('browsingContext.captureScreenshot', { context })
      return Buffer.from(data, 'base64')
    },
    setViewport,
    hide: async () => {
      const other = await send<{ context: string }>('browsingContext.create', { type: 'tab' })
      await send('browsingContext.activate', { context: other.context })
      return async () => {
        await send('browsingContext.close', { context: other.context })
        await send('browsingContext.activate', { context })
      }
    },
    close: async () => {
      close()
      await firefox.stop()
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
