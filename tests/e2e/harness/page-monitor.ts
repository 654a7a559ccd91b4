import type { BrowserContext, Page } from 'playwright-core'

/** Records requests to other hosts, logged and uncaught errors, and responses with a status above 399. */
export interface PageMonitor {
  foreignRequests: string[]
  errors: string[]
  /** @throws {Error} naming everything recorded since the last call. */
  expectNoErrors(): void
}

const LOCAL_URL = /^(https?|wss?):\/\/localhost(:\d+)?\//

/** Chromium logs this where an exhibit is served as static files, without the server's /live socket. */
const IGNORED_WEBSOCKET_ERROR = /^WebSocket connection to 'wss?:\/\/localhost:\d+\/live\?/

export function monitorPage(context: BrowserContext, page: Page): PageMonitor {
  const foreign: string[] = []
  const errors: string[] = []
  const record = (url: string) => {
    if (!/^(data|blob|about):/.test(url) && !LOCAL_URL.test(url)) foreign.push(url)
  }
  context.on('request', (request) => record(request.url()))
  context.on('response', (response) => {
    if (response.status() > 399) errors.push(`${response.status()} for ${response.url()}`)
  })
  page.on('websocket', (socket) => record(socket.url()))
  context.on('console', (message) => {
    if (message.type() === 'error' && !IGNORED_WEBSOCKET_ERROR.test(message.text()))
      errors.push(`console: ${message.text()}`)
  })
  context.on('weberror', (error) => errors.push(`thrown: ${error.error().stack ?? error.error().message}`))
  page.on('crash', () => errors.push('the page crashed'))
  const expectClean = () => {
    const all = [...foreign.map((url) => `request to another host: ${url}`), ...errors]
    // Each is thrown once: the next call begins empty.
    foreign.length = 0
    errors.length = 0
    if (all.length > 0) throw new Error(`The page was not clean:\n${all.join('\n')}`)
  }
  return { foreignRequests: foreign, errors, expectNoErrors: expectClean }
}
